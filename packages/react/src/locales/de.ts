export { de } from './de.gen.ts'
export type { Language } from '../messages/language.ts'
