import { instantOf } from '@twinfolder/core'

import type { ServerParts } from '../server-parts.ts'
import { pause } from '../work/work-bell.ts'
import { endUpload } from './end-upload.ts'

const BATCH = 500
/** How long a part may be without its row: between the two is one small write. */
const GRACE_MS = 60_000

/**
 * Ends uploads that expired, and deletes parts that no upload names: what a crash between a part and its row left behind. A part
 * is deleted only when it was without a row a minute before, too.
 */
export async function sweepUploads(
  { stores, uploadParts, settings }: Pick<ServerParts, 'stores' | 'uploadParts' | 'settings'>,
  signal: AbortSignal,
  graceMs: number = GRACE_MS,
): Promise<void> {
  for (;;) {
    const expired = await stores.uploads.expired(instantOf(settings.clock.now()), BATCH)
    for (const upload of expired) await endUpload({ stores, uploadParts }, upload)
    if (expired.length < BATCH) break
  }
  const nameless: string[] = []
  for await (const ids of batches(uploadParts.list())) nameless.push(...(await withoutUpload(stores, ids)))
  if (nameless.length === 0) return
  await pause(graceMs, signal)
  if (signal.aborted) return
  for (let at = 0; at < nameless.length; at += BATCH) {
    for (const id of await withoutUpload(stores, nameless.slice(at, at + BATCH))) await uploadParts.delete(id)
  }
}

async function withoutUpload(stores: ServerParts['stores'], ids: readonly string[]): Promise<readonly string[]> {
  const named = await stores.uploads.partsAmong(ids)
  return ids.filter((id) => !named.has(id))
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
