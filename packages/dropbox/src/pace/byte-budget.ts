import type { CallOptions, Clock } from '@twinfolder/core'

import { createLine } from './line.ts'

/** Room in memory for the bytes of files on their way up. */
export interface ByteBudget {
  /** Waits until there is room; one file always fits. @returns gives the room back, once */
  take(bytes: number, turn: CallOptions): Promise<() => void>
}

export function byteBudget(mostBytes: number, clock: Clock): ByteBudget {
  const line = createLine<number, () => void>(clock)
  let used = 0

  const look = (): void => {
    for (;;) {
      const [first] = line.waiting()
      if (!first || (used > 0 && used + first.asked > mostBytes)) return
      used += first.asked
      first.go(giveBack(first.asked))
    }
  }
  const giveBack = (bytes: number) => {
    let isBack = false
    return () => {
      if (isBack) return
      isBack = true
      used -= bytes
      look()
    }
  }
  return {
    take(bytes, turn) {
      const room = line.wait(bytes, turn)
      look()
      return room
    },
  }
}
