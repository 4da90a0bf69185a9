export { en } from './en.gen.ts'
export type { Language } from '../messages/language.ts'
