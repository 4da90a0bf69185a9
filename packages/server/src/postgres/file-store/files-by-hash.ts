import type { Kysely } from 'kysely'

import type { ContentHash, HostFile, RecordKey } from '@twinfolder/core'

import type { Schema } from '../schema/schema.ts'
import { fileOf, presentFiles } from './file-rows.ts'

/** The oldest file of a record with each of these contents, by the index on them. */
export async function filesByHash(
  db: Kysely<Schema>,
  record: RecordKey,
  hashes: readonly ContentHash[],
): Promise<readonly HostFile[]> {
  if (hashes.length === 0) return []
  const rows = await presentFiles(db, record)
    .distinctOn('content_hash')
    .selectAll()
    .where('content_hash', 'in', hashes)
    .orderBy('content_hash')
    .orderBy('position')
    .execute()
  return rows.map(fileOf)
}
