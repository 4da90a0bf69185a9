export { fr } from './fr.gen.ts'
export type { Language } from '../messages/language.ts'
