/**
 * The emulator over real HTTP, and the command `dropbox-emulator`.
 *
 * @packageDocumentation
 */
export { startEmulator } from './start-emulator.ts'
export type { RunningEmulator, StartOptions } from './start-emulator.ts'
export { StartError } from './start-error.ts'
export type { StartErrorCode } from './start-error.ts'
export { main } from './main.ts'
