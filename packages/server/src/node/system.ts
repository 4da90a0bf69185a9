import type { Clock, Random } from '@twinfolder/core'

/** The computer's clock. */
export const systemClock: Clock = { now: () => Date.now() }

/** The system's generator: ids are UUIDs of 122 random bits. */
export const webRandom: Random = { id: () => crypto.randomUUID(), fraction: () => Math.random() }
