import type { HttpTarget } from './http/call-operation.ts'
import { callOperation } from './http/call-operation.ts'
import { listen } from './http/listen.ts'
import { uploadByFetch, uploadByXhr } from './http/upload-file.ts'
import type { SyncAdapter } from './sync-adapter.ts'

/** Where the server is and how to reach it. */
export interface HttpAdapterOptions {
  /** The address at which the host app mounts the server, e.g. `/twinfolder`. */
  readonly baseUrl: string
  /** Headers of each request, e.g. an `Authorization` of the host app. Called anew for each request. */
  readonly headers?: (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>) | undefined
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
  }
  const upload = options.fetch || typeof XMLHttpRequest === 'undefined' ? uploadByFetch : uploadByXhr
  return {
    call: (operation, input, callOptions = {}) => callOperation(target, operation, input, callOptions),
    upload: (file, uploadOptions = {}) => upload(target, file, uploadOptions),
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
    subscribe: (listener) => listen(target, listener),
  }
}
