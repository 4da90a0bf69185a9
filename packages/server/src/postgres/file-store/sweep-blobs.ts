import type { Kysely } from 'kysely'

import type { Clock } from '@twinfolder/core'

import type { BlobStore } from '../../ports/blob-store.ts'
import type { Schema } from '../schema/schema.ts'

const DAY_MS = 86_400_000
const BATCH = 500

/** What a sweep works on. */
export interface SweepBlobsOptions {
  readonly db: Kysely<Schema>
  readonly blobs: BlobStore
  readonly clock: Clock
  /** How long contents must have been without a row. An upload needs milliseconds. @default one day */
  readonly graceMs?: number | undefined
}

/**
 * Deletes contents that no version of any file names: what a crash between contents and row left behind. Contents are
 * deleted only when an earlier sweep, `graceMs` ago, had found them without a row too, so an upload under way is safe. Run
 * it now and then, e.g. at each start and once a day.
 *
 * @returns how many contents were deleted
 */
export async function sweepBlobs({ db, blobs, clock, graceMs = DAY_MS }: SweepBlobsOptions): Promise<number> {
  const now = clock.now()
  let deleted = 0
  for await (const ids of batches(blobs.list())) {
    const orphans = await withoutRow(db, ids)
    const dueIds = await seenBefore(db, orphans, new Date(now), new Date(now - graceMs))
    for (const id of dueIds) await blobs.delete(id)
    deleted += dueIds.length
    await forget(db, [...dueIds, ...ids.filter((id) => !orphans.includes(id))])
  }
  return deleted
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

async function withoutRow(db: Kysely<Schema>, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await db.selectFrom('host_file_version').select('blob_id').where('blob_id', 'in', ids).execute()
  const named = new Set(rows.map((row) => row.blob_id))
  return ids.filter((id) => !named.has(id))
}

/** Notes orphans, and gives those that were noted long enough ago. */
async function seenBefore(
  db: Kysely<Schema>,
  ids: readonly string[],
  now: Date,
  longAgo: Date,
): Promise<readonly string[]> {
  if (ids.length === 0) return []
  await db
    .insertInto('orphan_blob')
    .values(ids.map((id) => ({ blob_id: id, seen_at: now })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const due = db.selectFrom('orphan_blob').select('blob_id').where('blob_id', 'in', ids).where('seen_at', '<=', longAgo)
  return (await due.execute()).map((row) => row.blob_id)
}

async function forget(db: Kysely<Schema>, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom('orphan_blob').where('blob_id', 'in', ids).execute()
}
