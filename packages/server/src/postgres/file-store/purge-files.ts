import type { Kysely } from 'kysely'

import type { Clock } from '@twinfolder/core'

import type { Schema } from '../schema/schema.ts'
import { inTransaction } from '../transaction.ts'
import { DEFAULT_RETENTION_DAYS } from './postgres-file-store.ts'

const DAY_MS = 86_400_000
const BATCH = 500

/** What a purge works on. */
export interface PurgeFilesOptions {
  readonly db: Kysely<Schema>
  readonly clock: Clock
  /** How long trash and old versions are kept, in days; the same as the file store's. @default 30 */
  readonly retentionDays?: number | undefined
}

/**
 * Ends what was kept for long enough: files in the trash, and versions that another one replaced. Their contents are left to
 * the next `sweepBlobs`. Run it now and then, e.g. once a day.
 *
 * @returns how many files and how many old versions of other files were ended
 */
export async function purgeFiles({
  db,
  clock,
  retentionDays = DEFAULT_RETENTION_DAYS,
}: PurgeFilesOptions): Promise<{ readonly files: number; readonly versions: number }> {
  const before = new Date(clock.now() - retentionDays * DAY_MS)
  let files = 0
  for (let batch = BATCH; batch === BATCH; files += batch) batch = await purgeTrash(db, before)
  const { numDeletedRows } = await db
    .deleteFrom('host_file_version')
    .where('replaced_at', '<', before)
    .executeTakeFirstOrThrow()
  return { files, versions: Number(numDeletedRows) }
}

/** Ends a batch of files with their versions, and with the keys that would look for them. */
function purgeTrash(db: Kysely<Schema>, before: Date): Promise<number> {
  return inTransaction(db, async (transaction) => {
    const trash = transaction.selectFrom('host_file').select('id').where('trashed_at', '<', before)
    const ids = (await trash.limit(BATCH).forUpdate().execute()).map(({ id }) => id)
    if (ids.length === 0) return 0
    await transaction.deleteFrom('host_idempotency').where('file_id', 'in', ids).execute()
    await transaction.deleteFrom('host_file_version').where('file_id', 'in', ids).execute()
    await transaction.deleteFrom('host_file').where('id', 'in', ids).execute()
    return ids.length
  })
}
