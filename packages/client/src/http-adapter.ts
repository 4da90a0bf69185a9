import type { FileEntry } from '@twinfolder/protocol'

import { localError } from './api-error.ts'
import type { HttpTarget } from './http/call-operation.ts'
import { callOperation } from './http/call-operation.ts'
import { listen } from './http/listen.ts'
import { type UploadOptions, uploadByFetch, uploadByXhr } from './http/upload-file.ts'
import type { AdapterResult, AdapterUpload, SyncAdapter } from './sync-adapter.ts'

/** What is not larger goes in one request; it is sent again as a whole when the connection breaks. */
const SINGLE_REQUEST_BYTES = 4 * 1024 * 1024

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
  const sendAtOnce = options.fetch || typeof XMLHttpRequest === 'undefined' ? uploadByFetch : uploadByXhr
  return {
    call: (operation, input, callOptions = {}) => callOperation(target, operation, input, callOptions),
    address: options.baseUrl,
    upload: (file, uploadOptions = {}) =>
      file.body.size <= SINGLE_REQUEST_BYTES
        ? sendAtOnce(target, file, uploadOptions)
        : sendInParts(target, file, uploadOptions),
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

/** What sends parts is loaded with the first file that needs it. */
async function sendInParts(
  target: HttpTarget,
  upload: AdapterUpload,
  options: UploadOptions,
): Promise<AdapterResult<FileEntry>> {
  const loaded = await import('./http/upload-in-parts.ts').catch(() => null)
  if (!loaded) return { ok: false, error: localError('network', 'The code that sends large files was not loaded.') }
  return loaded.uploadInParts(target, upload, options)
}
