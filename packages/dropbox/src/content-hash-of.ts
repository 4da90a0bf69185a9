import { type ByteStream, type ContentHash, type ContentHasher, contentHash, contentHasher } from '@twinfolder/core'

import { type HashPiece, nodeSha256 } from './node-sha256.ts'

/** Dropbox hashes blocks of 4 MiB, and then their digests. */
export const BLOCK_BYTES = 4 * 1024 * 1024
/** Up to here handing bytes to another thread costs more than it gives. */
const SMALL_BYTES = 256 * 1024

/** The content hash of bytes or of a whole stream, as Dropbox reports it. Runs in Node and in a page. */
export async function contentHashOf(contents: Uint8Array | ByteStream): Promise<ContentHash> {
  // Not by `instanceof`: bytes of another window, or of Node under jsdom, have another class.
  if (ArrayBuffer.isView(contents)) return hashOfDigests(await blockDigests(contents))
  const hasher = streamHasher()
  for await (const bytes of contents) await hasher.update(bytes)
  return (await hasher.digest()).hash
}

/** The digests of the blocks of bytes that begin with a block. They are made in the background, and none is made twice. */
export async function blockDigests(bytes: Uint8Array): Promise<readonly Uint8Array[]> {
  const digests: Uint8Array[] = []
  for (let at = 0; at < bytes.byteLength; at += BLOCK_BYTES) {
    digests.push(await digestOf(bytes.subarray(at, at + BLOCK_BYTES)))
  }
  return digests
}

/** The content hash of what has these blocks. */
export async function hashOfDigests(digests: readonly Uint8Array[]): Promise<ContentHash> {
  const all = new Uint8Array(digests.length * 32)
  digests.forEach((digest, index) => all.set(digest, index * 32))
  return contentHash(hex(await digestOf(all)))
}

/**
 * A content hash for contents that pass by. Node hashes piece by piece and keeps nothing; a page has WebCrypto only, which wants a
 * block at once.
 */
export function streamHasher(): ContentHasher {
  const start = nodeSha256()
  return start ? pieceHasher(start) : contentHasher((bytes) => crypto.subtle.digest('SHA-256', bytes))
}

function pieceHasher(start: () => HashPiece): ContentHasher {
  const digests: Uint8Array[] = []
  let block = start()
  let filled = 0
  let sizeBytes = 0
  const flush = (): void => {
    digests.push(block.digest())
    block = start()
    filled = 0
  }
  return {
    async update(bytes) {
      sizeBytes += bytes.byteLength
      for (let at = 0; at < bytes.byteLength;) {
        const part = bytes.subarray(at, at + BLOCK_BYTES - filled)
        block.update(part)
        filled += part.byteLength
        at += part.byteLength
        if (filled === BLOCK_BYTES) flush()
      }
    },
    async digest() {
      if (filled > 0) flush()
      return { hash: await hashOfDigests(digests), sizeBytes }
    },
  }
}

async function digestOf(bytes: Uint8Array): Promise<Uint8Array> {
  const start = bytes.byteLength <= SMALL_BYTES ? nodeSha256() : null
  if (start) return start().update(bytes).digest()
  return new Uint8Array(await crypto.subtle.digest('SHA-256', unshared(bytes)))
}

/** WebCrypto takes no memory that threads share. */
function unshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return isUnshared(bytes) ? bytes : bytes.slice()
}

function isUnshared(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return typeof SharedArrayBuffer === 'undefined' || !(bytes.buffer instanceof SharedArrayBuffer)
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
