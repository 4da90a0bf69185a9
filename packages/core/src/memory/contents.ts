import type { ByteStream } from '../domain/byte-stream.ts'
import { type ContentHash, type Sha256, contentHasher } from '../domain/content-hash.ts'
import type { HostContents } from '../ports/host-files.ts'
import type { CallOptions } from '../ports/remote.ts'
import { SyncError } from '../sync-error.ts'
import { refuseIfCancelled } from './cancelled.ts'

/** Bytes with their content hash, as both memory sides keep them. */
export interface Contents {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly hash: ContentHash
}

/** What bytes have to be, and what to do while they are read. */
export interface ReadOptions extends CallOptions {
  readonly maxBytes?: number | undefined
  readonly onProgress?: ((readBytes: number) => void) | undefined
}

const CHUNK_BYTES = 64 * 1024

/** A copy of `bytes` with its content hash. */
export async function contentsOf(bytes: Uint8Array, sha256: Sha256): Promise<Contents> {
  const copy = new Uint8Array(bytes)
  const hasher = contentHasher(sha256)
  await hasher.update(copy)
  return { bytes: copy, hash: (await hasher.digest()).hash }
}

/**
 * Reads contents to their end and checks that they are what was announced.
 * @throws SyncError `hash_mismatch`, `file_too_large`, `cancelled`
 */
export async function readContents(
  announced: HostContents,
  sha256: Sha256,
  options: ReadOptions = {},
): Promise<Contents> {
  const { maxBytes = Infinity, onProgress } = options
  refuseLargerThan(maxBytes, announced.sizeBytes)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of await announced.open()) {
    refuseIfCancelled(options)
    chunks.push(chunk.slice())
    size += chunk.byteLength
    refuseLargerThan(maxBytes, size)
    onProgress?.(size)
  }
  refuseIfCancelled(options)
  const contents = await contentsOf(joined(chunks, size), sha256)
  const isAsAnnounced = size === announced.sizeBytes && (announced.contentHash ?? contents.hash) === contents.hash
  if (!isAsAnnounced) throw new SyncError('hash_mismatch', 'The bytes are not the announced ones; nothing was stored.')
  return contents
}

/** The bytes as a stream of copies, cut into chunks. */
export async function* chunksOf(bytes: Uint8Array, options?: CallOptions): ByteStream & AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) {
    refuseIfCancelled(options)
    yield bytes.slice(at, at + CHUNK_BYTES)
  }
}

function refuseLargerThan(maxBytes: number, size: number): void {
  if (size <= maxBytes) return
  throw new SyncError('file_too_large', `A file may have ${maxBytes} bytes here, this one has at least ${size}.`)
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.byteLength
  }
  return all
}
