import type { Brand } from './brand.ts'
import type { ByteStream } from './byte-stream.ts'

/**
 * Dropbox's content hash: 64 lowercase hex digits. The SHA-256 of the concatenated SHA-256 digests of each 4 MiB block.
 *
 * @see https://www.dropbox.com/developers/reference/content-hash
 */
export type ContentHash = Brand<string, 'ContentHash'>

/** The only way to make a {@link ContentHash} from text. @throws TypeError when `text` is not 64 lowercase hex digits. */
export function contentHash(text: string): ContentHash {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new TypeError(`A content hash has 64 lowercase hex digits, got "${text}".`)
  return text as ContentHash
}

/** The SHA-256 digest of some bytes. `crypto.subtle.digest('SHA-256', bytes)` fits; given in, as `core` does no I/O. */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>

/** Computes a content hash while bytes pass by. Memory: two blocks of 4 MiB and 32 bytes for each block seen. */
export interface ContentHasher {
  /** Adds bytes; the promise resolves when they may be reused. */
  update(bytes: Uint8Array): Promise<void>
  /** Ends the hash. Call once. */
  digest(): Promise<{ readonly hash: ContentHash; readonly sizeBytes: number }>
}

const BLOCK_BYTES = 4 * 1024 * 1024

/** Starts a content hash over the given SHA-256. */
export function contentHasher(sha256: Sha256): ContentHasher {
  const digests: Uint8Array[] = []
  let block = new Uint8Array(0)
  /** The block before, while it is hashed in the background; its memory is used again. */
  let before = new Uint8Array(0)
  let hashing: Promise<void> = Promise.resolve()
  let filled = 0
  let sizeBytes = 0
  const flush = async (): Promise<void> => {
    await hashing
    const isFull = filled === BLOCK_BYTES
    hashing = sha256(block.subarray(0, filled)).then((digest) => void digests.push(new Uint8Array(digest)))
    hashing.catch(() => undefined) // thrown by whoever waits for it, or by nobody if the hash is given up
    filled = 0
    const next: Uint8Array<ArrayBuffer> = isFull && before.byteLength === 0 ? new Uint8Array(BLOCK_BYTES) : before
    before = block
    block = next
  }
  return {
    async update(bytes) {
      sizeBytes += bytes.byteLength
      for (let at = 0; at < bytes.byteLength;) {
        const part = bytes.subarray(at, at + BLOCK_BYTES - filled)
        block = withRoom(block, filled, part.byteLength)
        block.set(part, filled)
        filled += part.byteLength
        at += part.byteLength
        if (filled === BLOCK_BYTES) await flush()
      }
    },
    async digest() {
      if (filled > 0) await flush()
      await hashing
      const all = new Uint8Array(digests.length * 32)
      digests.forEach((digest, index) => all.set(digest, index * 32))
      return { hash: contentHash(hex(new Uint8Array(await sha256(all)))), sizeBytes }
    },
  }
}

/** The content hash and size of a whole stream. */
export async function hashStream(
  body: ByteStream,
  sha256: Sha256,
): Promise<{ readonly hash: ContentHash; readonly sizeBytes: number }> {
  const hasher = contentHasher(sha256)
  for await (const bytes of body) await hasher.update(bytes)
  return hasher.digest()
}

/** Grows the block buffer as small files need it, so that hashing a note does not take 4 MiB. */
function withRoom(block: Uint8Array<ArrayBuffer>, filled: number, more: number): Uint8Array<ArrayBuffer> {
  if (block.byteLength >= filled + more) return block
  const larger = new Uint8Array(Math.min(BLOCK_BYTES, Math.max(filled + more, block.byteLength * 2)))
  larger.set(block.subarray(0, filled))
  return larger
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hexOfByte[byte] ?? ''
  return text
}
