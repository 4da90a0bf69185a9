import { useSyncExternalStore } from 'react'

interface Clock {
  readonly subscribe: (listener: () => void) => () => void
  readonly now: () => number | null
}

const slow = createClock(20_000)
const fast = createClock(1000)

/**
 * The present time, renewed every 20 seconds; `null` on a server and while hydrating, so that both sides write the same
 * text first. One timer for the page, none while nobody looks.
 */
export function useNow(): number | null {
  return useSyncExternalStore(slow.subscribe, slow.now, () => null)
}

/** As {@link useNow}, renewed every second: for the one small text that counts seconds. */
export function useNowBySeconds(): number | null {
  return useSyncExternalStore(fast.subscribe, fast.now, () => null)
}

function createClock(everyMs: number): Clock {
  let now: number | null = null
  let timer: ReturnType<typeof setInterval> | undefined
  const listeners = new Set<() => void>()
  return {
    now: () => now,
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) {
        now = Date.now()
        timer = setInterval(() => {
          now = Date.now()
          for (const each of listeners) each()
        }, everyMs)
      }
      // The first reader rendered before it subscribed.
      queueMicrotask(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        now = null
      }
    },
  }
}
