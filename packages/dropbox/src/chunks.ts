import { type ByteStream, SyncError } from '@twinfolder/core'

/**
 * Exactly `sizeBytes` of a stream in pieces of `chunkBytes`, the last one shorter. No contents give no piece. A piece is overwritten
 * by the next one: whoever wants to keep it makes a copy.
 * @throws `hash_mismatch` as soon as the stream turns out longer, or at its end if it was shorter: it has changed (C71)
 */
export async function* chunksOf(
  contents: ByteStream,
  sizeBytes: number,
  chunkBytes: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let chunk = new Uint8Array(Math.min(chunkBytes, sizeBytes))
  let filled = 0
  let seenBytes = 0
  for await (const bytes of contents) {
    if (seenBytes + bytes.byteLength > sizeBytes) throw changedContents(`longer than its ${sizeBytes} bytes`)
    for (let at = 0; at < bytes.byteLength;) {
      const part = bytes.subarray(at, at + chunk.byteLength - filled)
      chunk.set(part, filled)
      filled += part.byteLength
      at += part.byteLength
      seenBytes += part.byteLength
      if (filled < chunk.byteLength) continue
      yield chunk
      const nextBytes = Math.min(chunkBytes, sizeBytes - seenBytes)
      chunk = chunk.subarray(0, nextBytes)
      filled = 0
    }
  }
  if (seenBytes < sizeBytes) throw changedContents(`shorter than its ${sizeBytes} bytes`)
}

/** What an upload throws when the bytes are not the ones that were planned. Nothing was stored. */
export function changedContents(how: string): SyncError {
  return new SyncError('hash_mismatch', `The file changed while it was read for upload: it is ${how}. Plan it again.`)
}
