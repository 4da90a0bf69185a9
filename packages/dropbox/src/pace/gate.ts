import { type Clock, SyncError } from '@twinfolder/core'

/** What holds calls back that have not left yet, because Dropbox asked somebody to wait. */
export interface Gate {
  /** Some call rests for a moment; the others wait with it. */
  readonly isResting: boolean
  /** What a call is told while Dropbox wants to be left alone for longer than anybody waits; `null` when it does not. */
  refusal(): SyncError | null
  /** Begins a short rest. @returns ends it */
  rest(): () => void
  /** Begins a long rest, which nobody waits for. */
  close(ms: number): void
  /** Called when those who wait should look again. */
  onChange(look: () => void): void
}

/** An open gate. */
export function createGate(clock: Clock): Gate {
  const listeners: (() => void)[] = []
  let resting = 0
  let closedUntil = Number.NEGATIVE_INFINITY
  const tell = (): void => {
    for (const look of listeners) look()
  }
  return {
    get isResting() {
      return resting > 0
    },
    refusal() {
      const retryAfterMs = closedUntil - clock.now()
      if (retryAfterMs <= 0) return null
      return new SyncError('remote_busy', 'Dropbox asked us to slow down: try again later.', { retryAfterMs })
    },
    rest() {
      resting += 1
      let isOver = false
      return () => {
        if (isOver) return
        isOver = true
        resting -= 1
        if (resting === 0) tell()
      }
    },
    close(ms) {
      closedUntil = Math.max(closedUntil, clock.now() + ms)
      tell()
    },
    onChange: (look) => void listeners.push(look),
  }
}
