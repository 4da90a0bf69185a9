export { es } from './es.gen.ts'
export type { Language } from '../messages/language.ts'
