/** The emulator's time: the system's, moved by an offset. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** How far the clock is ahead of the system's, in milliseconds. */
  readonly offsetMs: number
  /** Moves the clock forward. Tokens, cursors, codes and sessions age with it. */
  advance(ms: number): void
  /** Calls `listener` after each {@link Clock.advance}. @returns a function that stops it */
  onAdvance(listener: () => void): () => void
}

export function createClock(offsetMs = 0): Clock {
  const listeners = new Set<() => void>()
  let offset = offsetMs
  return {
    now: () => Date.now() + offset,
    get offsetMs() {
      return offset
    },
    advance(ms) {
      if (!Number.isFinite(ms)) throw new TypeError(`A clock moves by a number of milliseconds, got "${ms}".`)
      offset += ms
      for (const listener of listeners) listener()
    },
    onAdvance(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
