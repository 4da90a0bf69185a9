import type { Bytes } from '../bytes.ts'
import type { ArrivedContent, ContentStore } from '../state/contents.ts'

/** A content that has arrived completely. */
export type Received = ArrivedContent

/** Does `work` with the body of a request. What `work` does not keep is thrown away. */
export async function receiving<T>(
  contents: ContentStore,
  { body }: Request,
  work: (body: Received) => Promise<T>,
): Promise<T> {
  const arrived = await contents.receive(body ? chunksOf(body) : nothing())
  try {
    return await work(arrived)
  } finally {
    await arrived.discard()
  }
}

/** The chunks of a stream, for browsers whose streams are not iterable. */
async function* chunksOf(body: ReadableStream<Bytes>): AsyncGenerator<Bytes> {
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}

async function* nothing(): AsyncGenerator<Bytes> {}
