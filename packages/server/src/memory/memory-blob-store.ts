import { type Cancellation, SyncError, contentHasher } from '@twinfolder/core'

import { base64Url, randomBytes } from '../crypto/bytes.ts'
import { sha256 } from '../crypto/sha256.ts'
import type { BlobStore } from '../ports/blob-store.ts'

const CHUNK_BYTES = 64 * 1024

/** A {@link BlobStore} in memory. */
export function memoryBlobStore(): BlobStore {
  const blobs = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    async put(body, { maxBytes, signal }) {
      const hasher = contentHasher(sha256)
      const chunks: Uint8Array<ArrayBuffer>[] = []
      let size = 0
      for await (const chunk of body) {
        refuseIfCancelled(signal)
        size += chunk.byteLength
        if (size > maxBytes) throw new SyncError('file_too_large', `A file may have ${maxBytes} bytes here.`)
        const copy = Uint8Array.from(chunk)
        chunks.push(copy)
        await hasher.update(copy)
      }
      refuseIfCancelled(signal)
      const { hash } = await hasher.digest()
      const id = base64Url(randomBytes(24))
      blobs.set(id, new Uint8Array(await new Blob(chunks).arrayBuffer()))
      return { id, sizeBytes: size, contentHash: hash }
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

function refuseIfCancelled(signal: Cancellation | undefined): void {
  if (signal?.aborted) throw new SyncError('cancelled', 'Nobody waits for these contents any more.')
}
