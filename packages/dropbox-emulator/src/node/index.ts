/**
 * The emulator over real HTTP, and the command `dropbox-emulator`.
 *
 * @packageDocumentation
 */
export { startEmulator } from './start-emulator.ts'
export type { RunningEmulator, StartOptions } from './start-emulator.ts'
export { main } from './main.ts'
