import { type ContentHash, type HostFile, type Sha256, contentHash } from '../src/index.ts'
import type { WorldHost } from '../src/testing/engine-world/crm.ts'

/** A stand-in for SHA-256 that takes no turn of a thread pool: the model hashes a few bytes millions of times. */
export const fastHash: Sha256 = (bytes) => {
  let a = bytes.length
  let b = 0x9e3779b9
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    a = Math.imul(a ^ byte, 0x01000193) ^ (a >>> 15)
    b = Math.imul(b ^ byte, 0x85ebca6b) ^ (b >>> 13)
  }
  return digestOf(a, b)
}

/** By their 64 bits: all sequences have the same few contents, so each digest is made once. */
const digests = new Map<number, Map<number, Promise<ArrayBuffer>>>()

function digestOf(a: number, b: number): Promise<ArrayBuffer> {
  const ofA = digests.get(a) ?? new Map<number, Promise<ArrayBuffer>>()
  const digest = ofA.get(b) ?? Promise.resolve(Int32Array.of(a, b, ~a, ~b, b, a, ~b, ~a).buffer)
  digests.set(a, ofA.set(b, digest))
  return digest
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
