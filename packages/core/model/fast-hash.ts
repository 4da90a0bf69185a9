import { type ContentHash, type HostFile, type Sha256, contentHash } from '../src/index.ts'
import type { WorldHost } from '../src/testing/engine-world/crm.ts'

const SEEDS = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f, 0x165667b1, 0xd3a2646c, 0xfd7046c5]

/** A stand-in for SHA-256 that takes no turn of a thread pool: the model hashes a few bytes millions of times. */
export const fastHash: Sha256 = (bytes) => {
  const digest = new Uint32Array(8)
  for (let word = 0; word < 8; word += 1) {
    let hash = (SEEDS[word] ?? 0) ^ bytes.length
    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) ^ (hash >>> 15)
    digest[word] = hash
  }
  return Promise.resolve(digest.buffer)
}

const known = new Map<string, ContentHash>()

/** The content hash of a text under {@link fastHash}: what the store and both sides call it. */
export async function hashOfText(text: string): Promise<ContentHash> {
  const found = known.get(text)
  if (found) return found
  const bytes = new TextEncoder().encode(text)
  const block = bytes.length > 0 ? new Uint8Array(await fastHash(bytes)) : new Uint8Array(0)
  const digest = new Uint8Array(await fastHash(block))
  const hash = contentHash(Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''))
  known.set(text, hash)
  return hash
}

/** The content hash of a file, also where the host does not know it. */
export async function hashOfFile(host: WorldHost, file: HostFile): Promise<ContentHash | null> {
  if (file.contentHash) return file.contentHash
  const bytes = host.bytesOf(file.record, file.id)
  return bytes && hashOfText(new TextDecoder().decode(bytes))
}
