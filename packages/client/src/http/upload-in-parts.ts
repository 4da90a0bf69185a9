import {
  type FileEntry,
  IDEMPOTENCY_HEADER,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  TUS_HEADER,
  TUS_VERSION,
  folderParam,
} from '@twinfolder/protocol'
import { DetailedError, type FileReader, Upload } from 'tus-js-client'

import { type ApiError, localError } from '../api-error.ts'
import { type AdapterResult, type AdapterUpload, UPLOAD_PAUSED } from '../sync-adapter.ts'
import { type HttpTarget, answerOf, operationUrl, resultOf } from './call-operation.ts'
import { fetchHttpStack, responseBehind } from './fetch-http-stack.ts'
import { readProblem } from './read-problem.ts'
import type { UploadOptions } from './upload-file.ts'

/** Progress is told after each part: small enough to be honest on a slow line, large enough for a fast one. */
const PART_BYTES = 2 * 1024 * 1024
/** Then whoever asked has to wait for the network; the count begins anew with each part that arrives. */
const RETRY_DELAYS_MS = [300, 1000, 3000]
const COLLECTION = '/records/{module}/{recordId}/uploads'

/**
 * Uploads in parts by tus 1.0 (`docs/uploads.md`). The key alone finds an upload that broke off, whatever page or browser began it.
 */
export async function uploadInParts(
  target: HttpTarget,
  upload: AdapterUpload,
  options: UploadOptions,
): Promise<AdapterResult<FileEntry>> {
  const { signal } = options
  for (let attempt = 1; ; attempt += 1) {
    const url = await begin(target, upload, signal)
    if (!url.ok) return url
    const error = await sendParts(target, url.value, upload, options)
    if (signal?.aborted) return cancelled(target, url.value, signal)
    // It expired, or the server lost it: the same key begins it anew, once.
    if ((error?.status === 404 || error?.status === 410) && attempt === 1) continue
    if (error) return { ok: false, error }
    return fileOf(target, url.value, signal)
  }
}

/** Begins the upload, or finds it by its key. A cancelled one is ended also when the answer comes after that. */
async function begin(
  target: HttpTarget,
  upload: AdapterUpload,
  signal: AbortSignal | undefined,
): Promise<AdapterResult<string>> {
  if (signal?.aborted) return { ok: false, error: localError('aborted') }
  const beginning = beginOrFind(target, upload)
  const { promise: aborted, stop } = abortOf(signal)
  const begun = await Promise.race([beginning, aborted])
  stop()
  if (begun !== 'aborted') return begun
  void beginning.then((late) => (late.ok && signal ? cancelled(target, late.value, signal) : undefined))
  return { ok: false, error: localError('aborted') }
}

function beginOrFind(target: HttpTarget, { record, folder, name, body, idempotencyKey }: AdapterUpload) {
  const path = { module: record.module, recordId: record.id }
  const send = async (): Promise<Response> =>
    target.fetch(operationUrl(target.baseUrl, COLLECTION, path), {
      method: 'POST',
      headers: {
        ...(await tusHeaders(target)),
        [IDEMPOTENCY_HEADER]: idempotencyKey,
        'upload-length': String(body.size),
        'upload-metadata': `filename ${base64(name)},folder ${base64(folderParam(folder))}`,
      },
      credentials: target.credentials ?? 'same-origin',
    })
  return resultOf<string>(send, undefined, async (response) => {
    // Only the id counts: where the server is, this page knows better than a server behind a proxy.
    const uploadId = response.headers.get('location')?.split('/').at(-1)
    if (uploadId)
      return { ok: true, value: operationUrl(target.baseUrl, `${COLLECTION}/{uploadId}`, { ...path, uploadId }) }
    return { ok: false, error: { ...localError('unexpected_answer', 'No location.'), status: response.status } }
  })
}

/** Sends what the server has not got yet. @returns why it ended before the end; `null` when all has arrived */
async function sendParts(
  target: HttpTarget,
  url: string,
  { body, idempotencyKey }: AdapterUpload,
  { signal, onProgress }: UploadOptions,
): Promise<ApiError | null> {
  const { promise: aborted, stop } = abortOf(signal)
  let sending: Upload | null = null
  const ended = new Promise<Error | null>((resolve) => {
    sending = new Upload(body, {
      // tus-js-client resolves `location` only; the address is whole here.
      uploadUrl: new URL(url, globalThis.location?.href ?? 'http://in-page.invalid').href,
      chunkSize: PART_BYTES,
      httpStack: fetchHttpStack(target),
      fileReader: blobReader,
      fingerprint: async () => idempotencyKey,
      storeFingerprintForResuming: false,
      retryDelays: RETRY_DELAYS_MS,
      onShouldRetry: (error) => mayPass(error),
      onProgress: (sentBytes) => onProgress?.(sentBytes),
      onSuccess: () => resolve(null),
      onError: resolve,
    })
    sending.start()
  })
  const end = await Promise.race([ended, aborted])
  stop()
  if (end === 'aborted') {
    await (sending as Upload | null)?.abort()
    return localError('aborted')
  }
  return end && errorOf(end)
}

/** What may be better a moment later. Without a network it is not worth trying: whoever asked waits for it. */
function mayPass(error: Error): boolean {
  // Node has a navigator that says nothing of a network.
  if (typeof navigator !== 'undefined' && 'onLine' in navigator && !navigator.onLine) return false
  const status = error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0
  return [0, 408, 409, 423, 429].includes(status) || status >= 500
}

async function errorOf(error: Error): Promise<ApiError> {
  const response = error instanceof DetailedError ? responseBehind(error.originalResponse) : null
  if (response && !response.ok) return readProblem(response)
  return localError(response ? 'unexpected_answer' : 'network', error.message)
}

function fileOf(target: HttpTarget, url: string, signal: AbortSignal | undefined): Promise<AdapterResult<FileEntry>> {
  const send = async (): Promise<Response> =>
    target.fetch(url, {
      headers: { accept: 'application/json', ...(await tusHeaders(target)) },
      credentials: target.credentials ?? 'same-origin',
      signal: signal ?? null,
    })
  return answerOf<{ readonly file: FileEntry | null }>(send, signal).then((answer) => {
    if (!answer.ok) return answer
    const { file } = answer.value
    return file
      ? { ok: true, value: file }
      : { ok: false, error: localError('file_unknown', 'It was deleted already.') }
  })
}

/** Ends a cancelled upload on the server; a paused one stays. Nobody waits for that: what is missed expires there. */
function cancelled(target: HttpTarget, url: string, signal: AbortSignal): AdapterResult<never> {
  if (signal.reason !== UPLOAD_PAUSED) {
    void tusHeaders(target)
      .then((headers) =>
        target.fetch(url, {
          method: 'DELETE',
          headers,
          credentials: target.credentials ?? 'same-origin',
          keepalive: true,
        }),
      )
      .catch(() => undefined)
  }
  return { ok: false, error: localError('aborted') }
}

async function tusHeaders(target: HttpTarget): Promise<Record<string, string>> {
  return { [TUS_HEADER]: TUS_VERSION, [PROTOCOL_HEADER]: PROTOCOL_VERSION, ...(await target.headers()) }
}

/** Slices of the blob itself: nothing is read into memory by us. */
const blobReader: FileReader = {
  async openFile(blob: Blob) {
    return {
      size: blob.size,
      slice: async (start, end) => ({ value: blob.slice(start, end), done: end >= blob.size }),
      close: () => undefined,
    }
  },
}

function abortOf(signal: AbortSignal | undefined): { readonly promise: Promise<'aborted'>; readonly stop: () => void } {
  let stop = (): void => undefined
  const promise = new Promise<'aborted'>((resolve) => {
    const abort = (): void => resolve('aborted')
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort, { once: true })
    stop = () => signal?.removeEventListener('abort', abort)
  })
  return { promise, stop: () => stop() }
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''))
}
