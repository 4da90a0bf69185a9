import type { PubSub } from '../ports/pub-sub.ts'

/** Rings when there is work, wherever it was asked for. What rings while nobody listens is heard at the next look. */
export interface WorkBell {
  ring(): void
  /** Resolves at the next ring from now on. */
  next(): Promise<void>
  close(): void
}

export function workBell(pubSub: PubSub): WorkBell {
  let answer: () => void = () => undefined
  const ring = (): void => answer()
  const leave = [pubSub.subscribe('work', ring), pubSub.onGap(ring)]
  return {
    ring,
    next: () =>
      new Promise((resolve) => {
        answer = resolve
      }),
    close() {
      for (const end of leave) end()
    },
  }
}

/** Waits, at most until something happens sooner or nobody waits any more. */
export function pause(ms: number, signal: AbortSignal, sooner?: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done, { once: true })
    if (signal.aborted) done()
    void sooner?.then(done)
  })
}
