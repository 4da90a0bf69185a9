/** Bytes in memory of our own, never shared memory: what WebCrypto and streams accept. */
export type Bytes = Uint8Array<ArrayBuffer>

/** Joins chunks into one array; a single chunk is returned as it is. */
export function joinBytes(chunks: readonly Bytes[]): Bytes {
  const [only] = chunks
  if (only && chunks.length === 1) return only
  const joined = new Uint8Array(byteLength(chunks))
  let offset = 0
  for (const chunk of chunks) {
    joined.set(chunk, offset)
    offset += chunk.byteLength
  }
  return joined
}

export function byteLength(chunks: readonly Bytes[]): number {
  return chunks.reduce((total, chunk) => total + chunk.byteLength, 0)
}

/** The part `from` to `to` (exclusive) of chunks laid end to end, without copying. */
export function* sliceBytes(chunks: readonly Bytes[], from: number, to: number): Generator<Bytes> {
  let start = 0
  for (const chunk of chunks) {
    const end = start + chunk.byteLength
    if (end > from && start < to)
      yield chunk.subarray(Math.max(0, from - start), Math.min(chunk.byteLength, to - start))
    start = end
  }
}

export function toHex(bytes: ArrayBuffer): string {
  let hex = ''
  for (const byte of new Uint8Array(bytes)) hex += hexOfByte[byte]
  return hex
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Unpadded base64url, as RFC 7636 and Dropbox's ids use it. */
export function toBase64Url(bytes: Bytes): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

export function fromBase64Url(text: string): Bytes {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
}
