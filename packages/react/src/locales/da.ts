export { da } from './da.gen.ts'
export type { Language } from '../messages/language.ts'
