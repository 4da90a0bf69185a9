import { byteLength, sliceBytes } from '../bytes.ts'
import type { Bytes } from '../bytes.ts'
import { contentHash } from '../content-hash.ts'

/** Where contents rest, by content hash. Contents are never changed: old revisions need them. */
export interface ContentStore {
  /** Takes in bytes as they come; what breaks off leaves nothing behind. */
  receive(chunks: AsyncIterable<Bytes>): Promise<ArrivedContent>
  /** The bytes `from` to `to` (exclusive) of a content that is kept. @throws Error when the content is unknown */
  read(hash: string, from: number, to: number): AsyncIterable<Bytes>
}

/** Content that has arrived completely and waits to be kept. */
export interface ArrivedContent {
  readonly contentHash: string
  readonly sizeBytes: number
  /** Keeps it under its hash. Doing it twice changes nothing. */
  keep(): Promise<void>
  /** Throws it away, unless it is kept. */
  discard(): Promise<void>
}

/** Keeps contents in memory as the chunks they came in. */
export function memoryContents(): ContentStore {
  const contents = new Map<string, readonly Bytes[]>()
  return {
    async receive(arriving) {
      const chunks: Bytes[] = []
      for await (const chunk of arriving) if (chunk.byteLength > 0) chunks.push(chunk)
      const hash = await contentHash(chunks)
      return {
        contentHash: hash,
        sizeBytes: byteLength(chunks),
        async keep() {
          if (!contents.has(hash)) contents.set(hash, chunks)
        },
        async discard() {},
      }
    },
    async *read(hash, from, to) {
      const chunks = contents.get(hash)
      if (!chunks) throw new Error(`No content has the hash ${hash}: was it written to another store?`)
      yield* sliceBytes(chunks, from, to)
    },
  }
}

/** A stream over stored bytes that reads only as fast as it is read. */
export function streamOf(chunks: AsyncIterable<Bytes>): ReadableStream<Bytes> {
  const iterator = chunks[Symbol.asyncIterator]()
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}

/** Bytes that are there already, for a store that takes them as they come. */
export async function* inOnePiece(bytes: Bytes): AsyncGenerator<Bytes> {
  yield bytes
}
