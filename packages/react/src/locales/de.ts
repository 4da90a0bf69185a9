export { de } from './de.gen.ts'
export type { Messages } from '../messages/messages.gen.ts'
