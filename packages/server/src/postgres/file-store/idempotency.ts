import type { Kysely } from 'kysely'

import type { ContentHash, HostFile, RecordKey } from '@twinfolder/core'

import { recordColumns } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import { fileOf } from './file-rows.ts'

/** A write that may come twice. Other contents under the same key are another write: nothing is lost by a key used twice. */
export interface WriteKey {
  readonly record: RecordKey
  readonly idempotencyKey: string
  readonly contentHash: ContentHash
}

/** The file that a write gave before, as it is now, also from the trash: it is not made again (C75). */
export async function resultOf(db: Kysely<Schema>, key: WriteKey): Promise<HostFile | null> {
  const row = await db
    .selectFrom('host_file')
    .selectAll()
    .where('id', '=', (eb) =>
      eb
        .selectFrom('host_idempotency')
        .select('file_id')
        .where((eb) => eb.and(keyColumns(key))),
    )
    .executeTakeFirst()
  return row === undefined ? null : fileOf(row)
}

/** Remembers what a write gave, in its own transaction. */
export async function rememberResult(db: Kysely<Schema>, key: WriteKey, file: HostFile): Promise<void> {
  await db
    .insertInto('host_idempotency')
    .values({ ...keyColumns(key), file_id: file.id, created_at: new Date(file.updatedAt) })
    .execute()
}

function keyColumns({ record, idempotencyKey, contentHash }: WriteKey) {
  return { ...recordColumns(record), key: idempotencyKey, content_hash: contentHash }
}
