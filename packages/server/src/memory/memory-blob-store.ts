import { type Cancellation, SyncError } from '@twinfolder/core'

import { measuredBody, refuseIfCancelled } from '../blobs/measured-body.ts'
import { base64Url, randomBytes } from '../crypto/bytes.ts'
import type { BlobStore } from '../ports/blob-store.ts'

const CHUNK_BYTES = 64 * 1024

/** A {@link BlobStore} in memory. */
export function memoryBlobStore(): BlobStore {
  const blobs = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    async put(body, options) {
      const measured = measuredBody(body, options)
      const chunks: Uint8Array<ArrayBuffer>[] = []
      for await (const chunk of measured.stream) chunks.push(Uint8Array.from(chunk))
      const id = base64Url(randomBytes(24))
      blobs.set(id, new Uint8Array(await new Blob(chunks).arrayBuffer()))
      return { id, ...(await measured.result()) }
    },
    async get(id, { range, signal } = {}) {
      refuseIfCancelled(signal)
      const bytes = blobs.get(id)
      if (!bytes) throw new SyncError('not_found', 'There are no contents with this id.')
      return chunksOf(range ? bytes.subarray(range.start, range.end) : bytes, signal)
    },
    async delete(id) {
      blobs.delete(id)
    },
    async *list() {
      yield* blobs.keys()
    },
  }
}

async function* chunksOf(bytes: Uint8Array, signal: Cancellation | undefined): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) {
    refuseIfCancelled(signal)
    yield bytes.slice(at, at + CHUNK_BYTES)
  }
}
