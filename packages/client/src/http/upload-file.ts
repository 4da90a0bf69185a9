import {
  type FileEntry,
  IDEMPOTENCY_HEADER,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  folderParam,
  route,
} from '@twinfolder/protocol'

import { localError } from '../api-error.ts'
import type { AdapterResult, AdapterUpload } from '../sync-adapter.ts'
import { type HttpTarget, answerOf, operationUrl } from './call-operation.ts'

interface UploadOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((sentBytes: number) => void) | undefined
}

function uploadUrl(target: HttpTarget, { record, folder, name }: AdapterUpload): string {
  return operationUrl(
    target.baseUrl,
    route('uploadFile').path,
    { module: record.module, recordId: record.id },
    { folder: folderParam(folder), name },
  )
}

async function uploadHeaders(target: HttpTarget, upload: AdapterUpload): Promise<Record<string, string>> {
  return {
    accept: 'application/json',
    'content-type': 'application/octet-stream',
    [IDEMPOTENCY_HEADER]: upload.idempotencyKey,
    [PROTOCOL_HEADER]: PROTOCOL_VERSION,
    ...(await target.headers()),
  }
}

/** Uploads through `XMLHttpRequest`: the only way in a browser that tells how much was sent over HTTP/1.1. */
export async function uploadByXhr(
  target: HttpTarget,
  upload: AdapterUpload,
  { signal, onProgress }: UploadOptions,
): Promise<AdapterResult<FileEntry>> {
  const headers = await uploadHeaders(target, upload)
  if (signal?.aborted) return { ok: false, error: localError('aborted') }
  const send = (): Promise<Response> =>
    new Promise((resolve, reject) => {
      const xhr = new XMLHttpRequest()
      const abort = (): void => xhr.abort()
      signal?.addEventListener('abort', abort, { once: true })
      xhr.open(route('uploadFile').method, uploadUrl(target, upload))
      xhr.responseType = 'text'
      for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
      xhr.upload.addEventListener('progress', (event) => onProgress?.(event.loaded))
      xhr.addEventListener('load', () => resolve(responseOf(xhr)))
      xhr.addEventListener('error', () => reject(new TypeError('The connection broke.')))
      xhr.addEventListener('abort', () => reject(new TypeError('Cancelled.')))
      xhr.addEventListener('loadend', () => signal?.removeEventListener('abort', abort))
      xhr.send(upload.body)
    })
  return answerOf(send, signal)
}

function responseOf(xhr: XMLHttpRequest): Response {
  const headers = new Headers()
  for (const line of xhr.getAllResponseHeaders().trim().split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim())
  }
  return new Response(xhr.status === 204 ? null : xhr.responseText, { status: xhr.status, headers })
}

/** Uploads through the given `fetch`, counting the bytes that it takes. For servers in the page and for tests. */
export async function uploadByFetch(
  target: HttpTarget,
  upload: AdapterUpload,
  { signal, onProgress }: UploadOptions,
): Promise<AdapterResult<FileEntry>> {
  const headers = await uploadHeaders(target, upload)
  return answerOf(() => {
    const init: RequestInit & { duplex: 'half' } = {
      method: route('uploadFile').method,
      headers,
      credentials: 'same-origin',
      body: counted(upload.body, onProgress),
      signal: signal ?? null,
      duplex: 'half',
    }
    return target.fetch(uploadUrl(target, upload), init)
  }, signal)
}

function counted(blob: Blob, onProgress: UploadOptions['onProgress']): ReadableStream<Uint8Array> {
  // `new Response(blob).body` rather than `blob.stream()`, which not every environment's Blob has.
  const body = new Response(blob).body ?? new ReadableStream({ start: (controller) => controller.close() })
  let sent = 0
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        sent += chunk.byteLength
        onProgress?.(sent)
        controller.enqueue(chunk)
      },
    }),
  )
}
