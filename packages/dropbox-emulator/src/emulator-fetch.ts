import type { DropboxEmulator } from './emulator.ts'
import { dropboxHosts } from './handle.ts'

/**
 * A `fetch` that reaches the emulator and nothing else, without a network or a service worker: for the SDK's `fetch`
 * option. Requests can be aborted before and during the body. Hosts that are not Dropbox's get 501.
 */
export function emulatorFetch(emulator: DropboxEmulator): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, streamingInit(init))
    const { signal } = request
    signal.throwIfAborted()
    const { hostname } = new URL(request.url)
    if (!dropboxHosts.includes(hostname)) return new Response(`${hostname} is not a host of Dropbox.`, { status: 501 })
    const response = await unlessAborted(emulator.handle(request), signal)
    if (response.type === 'error')
      throw new TypeError('The connection was closed without an answer: a fault of the emulator.')
    return response.body ? new Response(abortable(response.body, signal), response) : response
  }
}

/** `fetch` wants `duplex` for streamed bodies; callers that pass a stream mean it. */
function streamingInit(init: RequestInit | undefined): RequestInit | undefined {
  const isPlain = init?.body === undefined || init.body === null || typeof init.body === 'string'
  return isPlain ? init : Object.assign({ ...init }, { duplex: 'half' })
}

function unlessAborted(answer: Promise<Response>, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function abortable(body: ReadableStream<Uint8Array>, signal: AbortSignal): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  const watch = (controller: ReadableStreamDefaultController<Uint8Array>) => () => {
    controller.error(signal.reason)
    reader.cancel(signal.reason).catch(() => undefined)
  }
  let stopWatching = () => {}
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const abort = watch(controller)
        signal.addEventListener('abort', abort, { once: true })
        stopWatching = () => signal.removeEventListener('abort', abort)
      },
      async pull(controller) {
        const { done, value } = await reader.read()
        if (signal.aborted) return
        if (!done) return controller.enqueue(value)
        stopWatching()
        controller.close()
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
