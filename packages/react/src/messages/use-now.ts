import { useSyncExternalStore } from 'react'

interface Clock {
  readonly subscribe: (listener: () => void) => () => void
  readonly now: () => number
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
    // The first reader starts the clock: what it renders needs no second look once it has subscribed.
    now: () => (now ??= Date.now()),
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) {
        // A reader that never subscribed may have left an old time behind.
        if (now !== null && Date.now() - now >= everyMs) now = null
        timer = setInterval(() => {
          now = Date.now()
          for (const each of listeners) each()
        }, everyMs)
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        now = null
      }
    },
  }
}
