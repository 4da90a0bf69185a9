import type { ByteStream } from '../domain/byte-stream.ts'

/** The UTF-8 bytes of a text. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

/** The text of UTF-8 bytes. */
export function textOf(contents: Uint8Array): string {
  return new TextDecoder().decode(contents)
}

/** The bytes as a stream, cut into chunks of `chunkBytes`. */
export async function* streamOf(contents: Uint8Array, chunkBytes = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < contents.byteLength; at += chunkBytes) yield contents.slice(at, at + chunkBytes)
}

/** All bytes of a stream. */
export async function collect(stream: ByteStream): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(Uint8Array.from(chunk))
  const all = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.byteLength, 0))
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.byteLength
  }
  return all
}
