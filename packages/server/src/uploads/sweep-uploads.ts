import { instantOf } from '@twinfolder/core'

import type { ServerParts } from '../server-parts.ts'
import { endUpload } from './end-upload.ts'

/** How often expired uploads are looked for. */
const SWEEP_MS = 3_600_000
const BATCH = 500

/**
 * Gives a function that, at most once an hour, ends uploads that expired, and deletes parts that no upload names: what a crash
 * between a part and its row left behind. A part is deleted only when the sweep before had found it without a row, too.
 */
export function sweepUploads({
  stores,
  uploadParts,
  settings,
}: Pick<ServerParts, 'stores' | 'uploadParts' | 'settings'>): () => Promise<void> {
  let sweepAt = 0
  let nameless: ReadonlySet<string> = new Set()

  async function withoutUpload(ids: readonly string[]): Promise<readonly string[]> {
    const named = await stores.uploads.partsAmong(ids)
    return ids.filter((id) => !named.has(id))
  }

  return async () => {
    const now = settings.clock.now()
    if (now < sweepAt) return
    sweepAt = now + SWEEP_MS
    for (;;) {
      const expired = await stores.uploads.expired(instantOf(now), BATCH)
      for (const upload of expired) await endUpload({ stores, uploadParts }, upload)
      if (expired.length < BATCH) break
    }
    const seen = new Set<string>()
    for await (const ids of batches(uploadParts.list())) {
      for (const id of await withoutUpload(ids)) {
        if (nameless.has(id)) await uploadParts.delete(id)
        else seen.add(id)
      }
    }
    nameless = seen
  }
}

async function* batches(ids: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let batch: string[] = []
  for await (const id of ids) {
    batch.push(id)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
