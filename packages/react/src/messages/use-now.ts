import { useSyncExternalStore } from 'react'

const everyMs = 20_000

let now: number | null = null
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

/**
 * The present time, renewed every 20 seconds; `null` on a server and while hydrating, so that both sides write the same
 * text first. One timer for the page, none while nobody looks.
 */
export function useNow(): number | null {
  return useSyncExternalStore(
    subscribe,
    () => now,
    () => null,
  )
}

function subscribe(listener: () => void): () => void {
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
}
