import type { SyncClient } from '@twinfolder/client'
import type { FilePage, RecordRef } from '@twinfolder/protocol'

import type { FilesView } from './files-view.ts'

/** As many as one request may give. */
const rowsAtOnce = 500
const requestsAtOnce = 4

/** Reads a long stretch of a list, past the cache: nobody is going to look at those rows. */
export async function loadRange(
  client: SyncClient,
  record: RecordRef,
  view: FilesView,
  first: number,
  last: number,
): Promise<FilePage['entries']> {
  const offsets: number[] = []
  for (let offset = first; offset <= last; offset += rowsAtOnce) offsets.push(offset)
  const parts = new Map<number, FilePage['entries']>()
  let next = 0
  async function work(): Promise<void> {
    for (let at = next++; at < offsets.length; at = next++) {
      const offset = offsets[at] ?? 0
      const limit = Math.min(rowsAtOnce, last - offset + 1)
      parts.set(offset, (await client.listFiles(record, { ...view, offset, limit })).entries)
    }
  }
  await Promise.all(Array.from({ length: Math.min(requestsAtOnce, offsets.length) }, work))
  return offsets.flatMap((offset) => parts.get(offset) ?? [])
}
