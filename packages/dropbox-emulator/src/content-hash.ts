import { joinBytes, toHex } from './bytes.ts'
import type { Bytes } from './bytes.ts'

/** Size of the blocks that are hashed one by one. */
export const hashBlockBytes = 4 * 1024 * 1024

/**
 * Dropbox's content hash, 64 hex digits: SHA-256 over the joined binary SHA-256 of each 4 MiB block.
 *
 * @see https://www.dropbox.com/developers/reference/content-hash
 */
export async function contentHash(chunks: Iterable<Bytes>): Promise<string> {
  const digests: Bytes[] = []
  for (const block of blocksOf(chunks)) digests.push(new Uint8Array(await crypto.subtle.digest('SHA-256', block)))
  return toHex(await crypto.subtle.digest('SHA-256', joinBytes(digests)))
}

function* blocksOf(chunks: Iterable<Bytes>): Generator<Bytes> {
  let parts: Bytes[] = []
  let size = 0
  for (const chunk of chunks) {
    let rest = chunk
    while (rest.byteLength > 0) {
      const part = rest.subarray(0, hashBlockBytes - size)
      rest = rest.subarray(part.byteLength)
      parts.push(part)
      size += part.byteLength
      if (size === hashBlockBytes) {
        yield joinBytes(parts)
        parts = []
        size = 0
      }
    }
  }
  if (size > 0) yield joinBytes(parts)
}
