import { type ContentHash, type Sha256, hashStream } from '../domain/content-hash.ts'
import { streamOf } from './bytes.ts'

/** SHA-256 of the platform, in Node and in browsers. */
export const webSha256: Sha256 = (contents) => globalThis.crypto.subtle.digest('SHA-256', contents)

/** The content hash of bytes. */
export async function hashOf(contents: Uint8Array): Promise<ContentHash> {
  return (await hashStream(streamOf(contents), webSha256)).hash
}
