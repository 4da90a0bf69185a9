import type { CallOptions, Clock } from '@twinfolder/core'

import type { Gate } from './gate.ts'
import { createLine } from './line.ts'

/** Calls side by side: as many as Dropbox takes, found by trying. */
export interface AdaptiveLimit {
  /** Makes a call in its turn. @throws `remote_busy` while Dropbox wants to be left alone, `cancelled` */
  run<Result>(turn: CallOptions, call: () => Promise<Result>): Promise<Result>
  /** Dropbox said that it is too much: half as many from now on. */
  halve(): void
  /** How many calls there may be at present. */
  readonly limit: number
}

/** Dropbox tells its limits to nobody; these are where others do well. */
const FIRST = 8
const MOST = 32

/** One more after as many successes as there may be calls, half after a refusal (additive increase, multiplicative decrease). */
export function adaptiveLimit(clock: Clock, gate: Gate): AdaptiveLimit {
  const line = createLine<null, null>(clock)
  let limit = FIRST
  let running = 0
  let successes = 0

  const look = (): void => {
    const refusal = gate.refusal()
    if (refusal) return line.failAll(refusal)
    while (!gate.isResting && running < limit) {
      const [first] = line.waiting()
      if (!first) return
      running += 1
      first.go(null)
    }
  }
  const succeeded = (wasFull: boolean): void => {
    // A limit that nobody reaches says nothing about what Dropbox takes.
    if (!wasFull || limit >= MOST) return
    successes += 1
    if (successes < limit) return
    successes = 0
    limit += 1
  }
  gate.onChange(look)

  return {
    get limit() {
      return limit
    },
    async run(turn, call) {
      const myTurn = line.wait(null, turn)
      look()
      await myTurn
      const wasFull = running >= limit
      try {
        const result = await call()
        succeeded(wasFull)
        return result
      } finally {
        running -= 1
        look()
      }
    },
    halve() {
      limit = Math.max(1, Math.floor(limit / 2))
      successes = 0
    },
  }
}
