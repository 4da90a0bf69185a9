import { type SyncClient, contentHash } from '@twinfolder/client'
import type { FileEntry, RecordRef } from '@twinfolder/protocol'

/** How many files are asked for at once: few at first, so that the first upload begins soon. */
export const FIRST_CHECKED = 3
const MOST_CHECKED = 100
/** So many bytes are read before something is sent. */
const MOST_BYTES = 64 * 1024 * 1024

/** Takes the files off the list that are looked for together. */
export function takeForCheck(waiting: string[], sizeOf: (id: string) => number, count: number): readonly string[] {
  const taken: string[] = []
  for (let bytes = 0; waiting.length > 0 && taken.length < Math.min(count, MOST_CHECKED) && bytes < MOST_BYTES;) {
    const id = waiting.shift()
    if (id === undefined) break
    taken.push(id)
    bytes += sizeOf(id)
  }
  return taken
}

/**
 * Which of these files have contents that a file of the record has already. Empty files are all alike and none of them is.
 *
 * @throws TwinfolderError, or DOMException where the browser cannot hash
 */
export async function findDuplicates(
  client: SyncClient,
  record: RecordRef,
  files: readonly { readonly id: string; readonly body: File }[],
): Promise<ReadonlyMap<string, FileEntry>> {
  const byHash = new Map<string, string[]>()
  for (const { id, body } of files) {
    if (body.size === 0) continue
    const hash = await contentHash(body)
    byHash.set(hash, [...(byHash.get(hash) ?? []), id])
  }
  const found = new Map<string, FileEntry>()
  if (byHash.size === 0) return found
  for (const { hash, file } of await client.findFiles(record, [...byHash.keys()])) {
    for (const id of byHash.get(hash) ?? []) found.set(id, file)
  }
  return found
}
