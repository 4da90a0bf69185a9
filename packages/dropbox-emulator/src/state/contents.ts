import { sliceBytes } from '../bytes.ts'
import type { Bytes } from '../bytes.ts'

/** Where contents rest, by content hash. Contents are never changed and never removed: old revisions need them. */
export interface ContentStore {
  /** Keeps `chunks` under `hash`. Doing it twice changes nothing. */
  put(hash: string, chunks: readonly Bytes[]): Promise<void>
  /** The bytes `from` to `to` (exclusive). @throws Error when the content is unknown */
  read(hash: string, from: number, to: number): AsyncIterable<Bytes>
}

/** Keeps contents in memory as the chunks they came in. */
export function memoryContents(): ContentStore {
  const contents = new Map<string, readonly Bytes[]>()
  return {
    async put(hash, chunks) {
      if (!contents.has(hash)) contents.set(hash, chunks)
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
