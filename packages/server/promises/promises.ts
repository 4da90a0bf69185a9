import type { TriedPromise } from './promise.ts'
import { q01 } from './q01-kill.ts'

/** Every promise, in the order in which they are tried. */
export const promises: readonly TriedPromise[] = [q01]
