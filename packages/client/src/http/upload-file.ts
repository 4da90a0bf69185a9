import {
  type FileEntry,
  IDEMPOTENCY_HEADER,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  folderParam,
  route,
} from '@twinfolder/protocol'

import type { AdapterResult, AdapterUpload } from '../sync-adapter.ts'
import { type HttpTarget, answerOf, operationUrl } from './call-operation.ts'

/** How an upload is sent. */
export interface UploadOptions {
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
export function uploadByXhr(
  target: HttpTarget,
  upload: AdapterUpload,
  { signal, onProgress }: UploadOptions,
): Promise<AdapterResult<FileEntry>> {
  const send = (headers: Readonly<Record<string, string>>): Promise<Response> =>
    new Promise((resolve, reject) => {
      const xhr = new XMLHttpRequest()
      const abort = (): void => xhr.abort()
      signal?.addEventListener('abort', abort, { once: true })
      xhr.open(route('uploadFile').method, uploadUrl(target, upload))
      xhr.responseType = 'text'
      xhr.withCredentials = target.credentials === 'include'
      for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
      xhr.upload.addEventListener('progress', (event) => onProgress?.(event.loaded))
      xhr.addEventListener('load', () => resolve(responseOf(xhr)))
      xhr.addEventListener('error', () => reject(new TypeError('The connection broke.')))
      xhr.addEventListener('abort', () => reject(new TypeError('Cancelled.')))
      xhr.addEventListener('loadend', () => signal?.removeEventListener('abort', abort))
      xhr.send(upload.body)
    })
  return answerOf(async () => {
    const headers = await uploadHeaders(target, upload)
    signal?.throwIfAborted()
    return send(headers)
  }, signal)
}

function responseOf(xhr: XMLHttpRequest): Response {
  const headers = new Headers()
  for (const line of xhr.getAllResponseHeaders().trim().split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim())
  }
  return new Response(xhr.status === 204 ? null : xhr.responseText, { status: xhr.status, headers })
}

/**
 * Uploads through the given `fetch`, which tells nothing on the way: progress is nothing, then all. The body stays a `Blob`, since
 * streamed request bodies need HTTP/2 in one browser and become the text "[object ReadableStream]" in others.
 */
export function uploadByFetch(
  target: HttpTarget,
  upload: AdapterUpload,
  { signal, onProgress }: UploadOptions,
): Promise<AdapterResult<FileEntry>> {
  return answerOf(async () => {
    const headers = await uploadHeaders(target, upload)
    onProgress?.(0)
    const response = await target.fetch(uploadUrl(target, upload), {
      method: route('uploadFile').method,
      headers,
      credentials: target.credentials ?? 'same-origin',
      body: upload.body,
      signal: signal ?? null,
    })
    if (response.ok) onProgress?.(upload.body.size)
    return response
  }, signal)
}
