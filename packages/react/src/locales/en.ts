export { en } from './en.gen.ts'
export type { Messages } from '../messages/messages.gen.ts'
