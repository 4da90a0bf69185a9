import {
  type ByteStream,
  type Cancellation,
  type ContentHash,
  SyncError,
  asSyncError,
  contentHasher,
} from '@twinfolder/core'

import { sha256 } from '../crypto/sha256.ts'

/** Contents on their way into a store. */
export interface MeasuredBody {
  /** The same bytes; it fails after `maxBytes` + 1 of them, and when nobody waits for them any more. */
  readonly stream: AsyncGenerator<Uint8Array>
  /** What went through, when the stream has ended. */
  result(): Promise<{ readonly sizeBytes: number; readonly contentHash: ContentHash }>
  /** Why the stream failed; a store that reads it through a library may be told something else. */
  failure(): SyncError | null
}

/** Counts, limits and hashes a body while it is read: what every `BlobStore` does with it on the way. */
export function measuredBody(
  body: ByteStream,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal?: Cancellation | undefined },
): MeasuredBody {
  const hasher = contentHasher(sha256)
  const chunks = body[Symbol.asyncIterator]()
  let failure: SyncError | null = null
  let size = 0

  const next = async (): Promise<Uint8Array | null> => {
    try {
      const { done, value } = await chunks.next()
      refuseIfCancelled(signal)
      if (done) return null
      size += value.byteLength
      if (size > maxBytes) throw new SyncError('file_too_large', `A file may have ${maxBytes} bytes here.`)
      await hasher.update(value)
      return value
    } catch (error) {
      failure = asSyncError(error)
      throw failure
    }
  }
  /** A reader that breaks off, also with an error of its own, is no failure of the body. */
  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      for (let chunk = await next(); chunk !== null; chunk = await next()) {
        if (chunk.byteLength > 0) yield chunk
      }
    } finally {
      await chunks.return?.()
    }
  }
  return {
    stream: read(),
    failure: () => failure,
    async result() {
      const { hash, sizeBytes } = await hasher.digest()
      return { sizeBytes, contentHash: hash }
    },
  }
}

/** @throws SyncError `cancelled` */
export function refuseIfCancelled(signal: Cancellation | undefined): void {
  if (!signal?.aborted) return
  throw new SyncError('cancelled', 'Nobody waits for these contents any more.', { cause: signal.reason })
}
