import { type ByteStream, type ContentHash, type ContentHasher, contentHasher } from '@twinfolder/core'

/** The content hash of bytes or of a whole stream, as Dropbox reports it. Runs in Node and in a page. */
export async function contentHashOf(contents: Uint8Array | ByteStream): Promise<ContentHash> {
  const hasher = webHasher()
  // Not by `instanceof`: bytes of another window, or of Node under jsdom, have another class.
  if (ArrayBuffer.isView(contents)) await hasher.update(contents)
  else for await (const bytes of contents) await hasher.update(bytes)
  return (await hasher.digest()).hash
}

/** A content hash over WebCrypto, for contents that pass by. */
export function webHasher(): ContentHasher {
  return contentHasher((bytes) => crypto.subtle.digest('SHA-256', bytes))
}
