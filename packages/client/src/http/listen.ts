import { PROTOCOL_HEADER, PROTOCOL_VERSION, type ServerEvent } from '@twinfolder/protocol'

import type { LiveStatus } from '../sync-adapter.ts'
import { type HttpTarget, operationUrl } from './call-operation.ts'
import { readEventStream } from './event-stream.ts'

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 30_000
/** A stream that fails once comes back at once, and goes on where it was: only then the widget begins to poll. */
const FAILURES_UNTIL_DOWN = 2

/** What is told of a stream, with where to go on after each event. */
export interface StreamListener {
  readonly onEvent: (event: ServerEvent, id: string | null) => void
  readonly onStatus: (status: LiveStatus) => void
  /** Where another stream ended that this one goes on with. */
  readonly lastEventId?: string | null | undefined
}

/** Reads the event stream with `fetch`, again and again, until the returned function is called. */
export function listen(target: HttpTarget, listener: StreamListener): () => void {
  const stop = new AbortController()
  void keepListening(target, listener, stop.signal)
  return () => stop.abort()
}

async function keepListening(target: HttpTarget, listener: StreamListener, signal: AbortSignal): Promise<void> {
  let lastEventId = listener.lastEventId ?? null
  let failures = 0
  let isFirst = lastEventId === null
  listener.onStatus('connecting')
  while (!signal.aborted) {
    let retryAfterMs = 0
    try {
      const response = await target.fetch(operationUrl(target.baseUrl, '/events'), {
        headers: {
          accept: 'text/event-stream',
          [PROTOCOL_HEADER]: PROTOCOL_VERSION,
          ...(lastEventId === null ? {} : { 'last-event-id': lastEventId }),
          ...(await target.headers()),
        },
        credentials: target.credentials ?? 'same-origin',
        signal,
      })
      if (signal.aborted) return
      if (response.body && isEventStream(response)) {
        listener.onStatus('live')
        failures = 0
        // Without an id to go on from, whatever happened meanwhile is asked for once.
        if (!isFirst && lastEventId === null) listener.onEvent({ type: 'resync' }, null)
        isFirst = false
        for await (const { event, id } of readEventStream(response.body)) {
          if (signal.aborted) return
          lastEventId = id ?? lastEventId
          listener.onEvent(event, id)
        }
      } else {
        retryAfterMs = retryAfterOf(response)
        await response.body?.cancel()
      }
    } catch {
      // A refused or broken stream: the widget polls until the next attempt succeeds.
    }
    if (signal.aborted) return
    failures += 1
    isFirst = false
    if (failures === FAILURES_UNTIL_DOWN) listener.onStatus('down')
    await pause(waitAfter(failures, retryAfterMs), signal)
  }
}

/** Full jitter: browsers that lost their streams together come back spread over the whole of a window that doubles. */
function waitAfter(failures: number, retryAfterMs: number): number {
  const window = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS)
  return retryAfterMs + Math.random() * window
}

/** What a server that refuses asks for; no longer than the longest wait, whatever it says. */
function retryAfterOf(response: Response): number {
  const seconds = Number(response.headers.get('retry-after'))
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, LONGEST_WAIT_MS) : 0
}

/** A host's fallback page for unknown addresses is a success as well. */
function isEventStream(response: Response): boolean {
  return response.ok && response.headers.get('content-type')?.startsWith('text/event-stream') === true
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done, { once: true })
  })
}
