/** Answers a request in the page: a server's `handle`. */
export type RequestHandler = (request: Request) => Response | Promise<Response>

/**
 * A `fetch` that a handler in the same page answers: no network, no service worker. An abort reaches the handler's
 * `request.signal`, rejects a pending call and breaks a body that is being read, as the real one does.
 *
 * @param origin what relative addresses are resolved against. @default the page's origin
 */
export function inPageFetch(
  handle: RequestHandler,
  origin = globalThis.location?.origin ?? 'http://in-page.invalid',
): typeof fetch {
  return async (input, init) => {
    const request = new Request(typeof input === 'string' ? new URL(input, origin) : input, withDuplex(init))
    const { signal } = request
    signal.throwIfAborted()
    // Listens first, since the handler itself may cause the abort.
    const aborted = rejectedOnAbort(signal)
    const response = await Promise.race([handle(request), aborted])
    signal.throwIfAborted()
    return response.body ? new Response(abortable(response.body, signal), response) : response
  }
}

/** A streamed request body needs `duplex`, which the DOM types do not know yet. */
function withDuplex(init: RequestInit | undefined): RequestInit | undefined {
  return init?.body instanceof ReadableStream ? Object.assign({ duplex: 'half' }, init) : init
}

function rejectedOnAbort(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  aborted.catch(() => undefined)
  return aborted
}

function abortable(body: ReadableStream<Uint8Array>, signal: AbortSignal): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const abort = (): void => {
          controller.error(signal.reason)
          reader.cancel(signal.reason).catch(() => undefined)
        }
        signal.addEventListener('abort', abort, { once: true })
      },
      async pull(controller) {
        const { done, value } = await reader.read()
        if (signal.aborted) return
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
