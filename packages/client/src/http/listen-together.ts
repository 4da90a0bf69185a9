import type { ServerEvent } from '@twinfolder/protocol'

import type { EventListener, LiveStatus } from '../sync-adapter.ts'
import type { HttpTarget } from './call-operation.ts'
import { listen } from './listen.ts'

export { listen }

/** What the tab with the stream tells the others, and what a new one asks. */
type Message =
  | { readonly type: 'event'; readonly event: ServerEvent; readonly id: string | null }
  | { readonly type: 'status'; readonly status: LiveStatus }
  | { readonly type: 'who' }

/** A tab that hears of no other with a stream in this time polls, until there is one. */
const SILENT_MS = 3000

/**
 * One stream of events for all tabs of a browser that give the same name (a browser has six connections for a host over HTTP/1.1). The tab
 * that gets the lock reads it and tells the others; when it closes, another one goes on where it was. Where a browser has no locks, each
 * tab has a stream of its own.
 *
 * @param session what tabs share their stream by: it names the server and the signed-in user
 */
export function listenTogether(target: HttpTarget, session: string, listener: EventListener): () => void {
  const locks = globalThis.navigator?.locks
  if (!locks || typeof BroadcastChannel === 'undefined') return listen(target, listener)
  const name = `twinfolder-events ${session}`
  const stop = new AbortController()
  const channel = new BroadcastChannel(name)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin alone
  const tell = (message: Message): void => channel.postMessage(message)
  let status: LiveStatus | null = null
  let lastEventId: string | null = null
  let endStream: (() => void) | null = null

  const setStatus = (next: LiveStatus): void => {
    if (next === status || stop.signal.aborted) return
    status = next
    listener.onStatus(next)
  }
  const lead = (): Promise<void> => {
    endStream = listen(target, {
      lastEventId,
      onEvent(event, id) {
        lastEventId = id ?? lastEventId
        listener.onEvent(event)
        tell({ type: 'event', event, id })
      },
      onStatus(next) {
        // The stream of a tab that was closed goes on: for who listens nothing changed.
        if (next === 'connecting' && status === 'live') return
        setStatus(next)
        tell({ type: 'status', status: next })
      },
    })
    // The lock is held as long as this has not ended.
    return new Promise((resolve) => stop.signal.addEventListener('abort', () => resolve(), { once: true }))
  }

  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (stop.signal.aborted) return
    switch (data.type) {
      case 'who':
        return endStream && status !== null ? tell({ type: 'status', status }) : undefined
      case 'status':
        return endStream ? undefined : setStatus(data.status)
      case 'event':
        if (endStream) return undefined
        lastEventId = data.id ?? lastEventId
        return listener.onEvent(data.event)
    }
  })
  setStatus('connecting')
  locks.request(name, { signal: stop.signal }, lead).catch(() => undefined)
  tell({ type: 'who' })
  const silence = setTimeout(() => {
    if (status === 'connecting' && !endStream) setStatus('down')
  }, SILENT_MS)

  return () => {
    stop.abort()
    clearTimeout(silence)
    endStream?.()
    channel.close()
  }
}
