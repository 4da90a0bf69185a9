import { byteLength, readChunks } from '../bytes.ts'
import type { Bytes } from '../bytes.ts'
import { contentHash } from '../content-hash.ts'
import type { ContentStore } from '../state/contents.ts'

/** A request body that has arrived completely. */
export interface Received {
  readonly chunks: readonly Bytes[]
  readonly sizeBytes: number
  readonly contentHash: string
}

export async function receiveBody(request: Request): Promise<Received> {
  return received(await readChunks(request.body))
}

export async function received(chunks: readonly Bytes[]): Promise<Received> {
  return { chunks, sizeBytes: byteLength(chunks), contentHash: await contentHash(chunks) }
}

export async function keep(contents: ContentStore, { contentHash, chunks }: Received): Promise<void> {
  await contents.put(contentHash, chunks)
}
