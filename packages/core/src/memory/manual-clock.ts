import type { Clock } from '../ports/clock.ts'

/** A clock that stands still until it is told to move. */
export interface ManualClock extends Clock {
  /** Moves on by so many milliseconds. */
  advance(ms: number): void
  /** Jumps to a time in milliseconds since 1970, also backwards. */
  set(ms: number): void
}

/** 2026-01-01T00:00:00Z. */
const START = 1_767_225_600_000

/** A {@link ManualClock} that starts at `start`, in milliseconds since 1970. @default 2026-01-01T00:00:00Z */
export function manualClock(start: number = START): ManualClock {
  let now = start
  return {
    now: () => now,
    advance(ms) {
      now += ms
    },
    set(ms) {
      now = ms
    },
  }
}
