import type { ServerEvent } from '@twinfolder/protocol'

import type { EventListener, LiveStatus } from '../sync-adapter.ts'

/** The event stream of `memoryAdapter`. */
export interface Hints {
  /** Nothing arrives while the stream is not live, as with a real one. */
  send(event: ServerEvent): void
  /** Breaks or mends the stream. Mended, it asks listeners to look at everything again. */
  setStatus(status: LiveStatus): void
  subscribe(listener: EventListener): () => void
}

/** Makes {@link Hints} that are live. */
export function createHints(): Hints {
  const listeners = new Set<EventListener>()
  let status: LiveStatus = 'live'
  const send: Hints['send'] = (event) => {
    if (status === 'live') for (const listener of listeners) listener.onEvent(event)
  }
  return {
    send,
    setStatus(next) {
      const isMended = next === 'live' && status === 'down'
      status = next
      for (const listener of listeners) listener.onStatus(status)
      if (isMended) send({ type: 'resync' })
    },
    subscribe({ onEvent, onStatus }) {
      const listener: EventListener = { onEvent, onStatus }
      listeners.add(listener)
      listener.onStatus('connecting')
      queueMicrotask(() => {
        if (listeners.has(listener) && status !== 'connecting') listener.onStatus(status)
      })
      return () => listeners.delete(listener)
    },
  }
}
