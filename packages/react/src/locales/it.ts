export { it } from './it.gen.ts'
export type { Language } from '../messages/language.ts'
