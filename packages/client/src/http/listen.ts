import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'

import type { EventListener } from '../sync-adapter.ts'
import { type HttpTarget, operationUrl } from './call-operation.ts'
import { readEventStream } from './event-stream.ts'

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 30_000

/** Reads the event stream with `fetch`, again and again, until the returned function is called. */
export function listen(target: HttpTarget, listener: EventListener): () => void {
  const stop = new AbortController()
  void keepListening(target, listener, stop.signal)
  return () => stop.abort()
}

async function keepListening(target: HttpTarget, listener: EventListener, signal: AbortSignal): Promise<void> {
  let wait = FIRST_WAIT_MS
  let missed = false
  listener.onStatus('connecting')
  while (!signal.aborted) {
    try {
      const response = await target.fetch(operationUrl(target.baseUrl, '/events'), {
        headers: { accept: 'text/event-stream', [PROTOCOL_HEADER]: PROTOCOL_VERSION, ...(await target.headers()) },
        credentials: 'same-origin',
        signal,
      })
      if (signal.aborted) return
      if (response.body && isEventStream(response)) {
        listener.onStatus('live')
        // Whatever happened while nobody listened is asked for once.
        if (missed) listener.onEvent({ type: 'resync' })
        wait = FIRST_WAIT_MS
        for await (const event of readEventStream(response.body)) {
          if (signal.aborted) return
          listener.onEvent(event)
        }
      } else {
        await response.body?.cancel()
      }
    } catch {
      // A refused or broken stream: the widget polls until the next attempt succeeds.
    }
    if (signal.aborted) return
    missed = true
    listener.onStatus('down')
    await pause(wait * (0.5 + Math.random() / 2), signal)
    wait = Math.min(wait * 2, LONGEST_WAIT_MS)
  }
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
