/** Lets the first of many messages about one thing through at once, and then the latest one now and then. */
export interface Throttle {
  send(key: string, message: string): void
  /** Sends what still waits. */
  close(): void
}

/** @param everyMs how long what is about one thing waits for something newer */
export function throttled(everyMs: number, publish: (message: string) => void): Throttle {
  const held = new Map<string, { readonly timer: ReturnType<typeof setTimeout>; latest: string | null }>()
  const hold = (key: string): void => {
    held.set(key, { timer: setTimeout(() => release(key), everyMs), latest: null })
  }
  const release = (key: string): void => {
    const latest = held.get(key)?.latest ?? null
    held.delete(key)
    if (latest === null) return
    publish(latest)
    hold(key)
  }
  return {
    send(key, message) {
      const own = held.get(key)
      if (own) {
        own.latest = message
        return
      }
      publish(message)
      hold(key)
    },
    close() {
      for (const { timer, latest } of held.values()) {
        clearTimeout(timer)
        if (latest !== null) publish(latest)
      }
      held.clear()
    },
  }
}
