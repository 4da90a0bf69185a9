export { nl } from './nl.gen.ts'
export type { Language } from '../messages/language.ts'
