import type { FileEntry } from '@twinfolder/protocol'

import { localError } from './api-error.ts'
import type { HttpTarget } from './http/call-operation.ts'
import { callOperation } from './http/call-operation.ts'
import type { UploadOptions } from './http/upload-file.ts'
import type { AdapterResult, AdapterUpload, EventListener, SyncAdapter } from './sync-adapter.ts'

/** What is not larger goes in one request; it is sent again as a whole when the connection breaks. */
const SINGLE_REQUEST_BYTES = 4 * 1024 * 1024

/** Where the server is and how to reach it. */
export interface HttpAdapterOptions {
  /** The address at which the host app mounts the server, e.g. `/twinfolder`. */
  readonly baseUrl: string
  /** Headers of each request, e.g. an `Authorization` of the host app. Called anew for each request. */
  readonly headers?: (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>) | undefined
  /** `include` sends cookies to a server of another origin, which has to name this one in its `allowedOrigins`. @default same-origin */
  readonly credentials?: RequestCredentials | undefined
  /**
   * Names the user who is signed in: tabs of one browser that give the same name share one stream of events. Leave it out where the tabs
   * of a browser can belong to different users that have the same name here. @default each tab has a stream of its own
   */
  readonly session?: string | undefined
  /** @default the global `fetch`, and `XMLHttpRequest` for uploads. A given one is used for both. */
  readonly fetch?: typeof fetch | undefined
}

/** Talks to a Twinfolder server over HTTP. The session is the host app's own: cookies of the same origin are sent. */
export function httpAdapter(options: HttpAdapterOptions): SyncAdapter {
  const target: HttpTarget = {
    baseUrl: options.baseUrl,
    // Looked up at each call, so that a `fetch` that is replaced later (by a test, by instrumentation) is used.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    headers: async () => (await options.headers?.()) ?? {},
    credentials: options.credentials,
  }
  const hasOwnFetch = options.fetch !== undefined
  return {
    call: (operation, input, callOptions = {}) => callOperation(target, operation, input, callOptions),
    address: options.baseUrl,
    upload: (file, uploadOptions = {}) => send(target, file, uploadOptions, hasOwnFetch),
    contentUrl: ({ record, fileId }, { inline, version, signal }) =>
      callOperation(
        target,
        'getContentUrl',
        {
          path: { module: record.module, recordId: record.id, fileId },
          query: { inline: inline ? 'true' : 'false', ...(version !== undefined && { version }) },
        },
        { signal },
      ),
    subscribe: (listener) => listenLate(target, options.session, listener),
  }
}

/** What sends files is loaded with the first one, what sends parts with the first that needs it. */
async function send(
  target: HttpTarget,
  upload: AdapterUpload,
  options: UploadOptions,
  hasOwnFetch: boolean,
): Promise<AdapterResult<FileEntry>> {
  const sender = await senderFor(upload, hasOwnFetch).catch(() => null)
  if (!sender) return { ok: false, error: localError('network', 'The code that sends files was not loaded.') }
  return sender(target, upload, options)
}

async function senderFor({ body }: AdapterUpload, hasOwnFetch: boolean) {
  if (body.size > SINGLE_REQUEST_BYTES) return (await import('./http/upload-in-parts.ts')).uploadInParts
  const { uploadByFetch, uploadByXhr } = await import('./http/upload-file.ts')
  return hasOwnFetch || typeof XMLHttpRequest === 'undefined' ? uploadByFetch : uploadByXhr
}

/** How long until what reads events is loaded again, when it could not be. */
const LOAD_AGAIN_MS = 30_000

/** What reads events is loaded after what shows them. While it cannot be, the widget polls. */
function listenLate(target: HttpTarget, session: string | undefined, listener: EventListener): () => void {
  let stop: (() => void) | null = null
  let isStopped = false
  const load = () => {
    import('./http/listen-together.ts').then(
      ({ listen, listenTogether }) => {
        if (isStopped) return
        stop =
          session === undefined
            ? listen(target, listener)
            : listenTogether(target, JSON.stringify([target.baseUrl, session]), listener)
      },
      () => {
        if (isStopped) return
        listener.onStatus('down')
        const timer = setTimeout(load, LOAD_AGAIN_MS)
        stop = () => clearTimeout(timer)
      },
    )
  }
  load()
  return () => {
    isStopped = true
    stop?.()
  }
}
