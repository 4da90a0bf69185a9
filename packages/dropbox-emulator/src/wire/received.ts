import type { Bytes } from '../bytes.ts'
import type { ArrivedContent, ContentStore } from '../state/contents.ts'

/** A content that has arrived completely. */
export type Received = ArrivedContent

/** Does `work` with the body of a request. What `work` does not keep is thrown away. */
export async function receiving<T>(
  contents: ContentStore,
  request: Request,
  work: (body: Received) => Promise<T>,
): Promise<T> {
  const arrived = await contents.receive(chunksOf(request))
  try {
    return await work(arrived)
  } finally {
    await arrived.discard()
  }
}

/** The chunks of a body, for browsers too whose streams are not iterable, and for Firefox, whose requests have no stream at all. */
async function* chunksOf(request: Request): AsyncGenerator<Bytes> {
  if (!('body' in request)) return yield new Uint8Array(await (request as Request).arrayBuffer())
  const reader = request.body?.getReader()
  if (!reader) return
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}
