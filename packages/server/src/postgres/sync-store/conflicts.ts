import type { Insertable, Kysely, Selectable } from 'kysely'

import type { Conflict, SyncStore } from '@twinfolder/core'

import { dateOf, instantFrom } from '../instants.ts'
import { recordColumns, recordOf } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import type { ConflictTable } from '../schema/sync-state.ts'
import type { WritesOf } from './commit.ts'

/** Pairs of versions that nobody has decided on. */
export function readConflicts(db: Kysely<Schema>): Pick<SyncStore, 'conflicts'> {
  return {
    async conflicts(record) {
      const { tenant_id, module, record_id } = recordColumns(record)
      const rows = await db
        .selectFrom('conflict')
        .innerJoin('link', 'link.id', 'conflict.link_id')
        .selectAll('conflict')
        .where('conflict.tenant_id', '=', tenant_id)
        .where('conflict.module', '=', module)
        .where('conflict.record_id', '=', record_id)
        .where('link.status', '<>', 'revoked')
        .orderBy('conflict.at')
        .orderBy('conflict.file_id')
        .orderBy('conflict.copy_id')
        .execute()
      return rows.map(conflictOf)
    },
  }
}

/** Puts and deletes conflicts, in order; there are few of them. */
export async function writeConflicts(
  db: Kysely<Schema>,
  linkId: string,
  writes: WritesOf<'putConflict' | 'deleteConflicts'>,
): Promise<void> {
  for (const write of writes) {
    if (write.type === 'putConflict') await putConflict(db, write.conflict)
    else await deleteConflicts(db, linkId, write)
  }
}

async function putConflict(db: Kysely<Schema>, conflict: Conflict): Promise<void> {
  const { name, copyName, contentHash, copyHash, at } = conflict
  const values = { name, copy_name: copyName, content_hash: contentHash, copy_hash: copyHash, at: dateOf(at) }
  const row: Insertable<ConflictTable> = {
    ...recordColumns(conflict.record),
    link_id: conflict.linkId,
    file_id: conflict.fileId,
    copy_id: conflict.copyId,
    ...values,
  }
  await db
    .insertInto('conflict')
    .values(row)
    .onConflict((clash) =>
      clash.columns(['tenant_id', 'module', 'record_id', 'file_id', 'copy_id', 'link_id']).doUpdateSet(values),
    )
    .execute()
}

async function deleteConflicts(
  db: Kysely<Schema>,
  linkId: string,
  { record, fileId }: WritesOf<'deleteConflicts'>[number],
): Promise<void> {
  await db
    .deleteFrom('conflict')
    .where((eb) => eb.and({ ...recordColumns(record), link_id: linkId }))
    .where((eb) => eb.or({ file_id: fileId, copy_id: fileId }))
    .execute()
}

function conflictOf(row: Selectable<ConflictTable>): Conflict {
  return {
    linkId: row.link_id,
    record: recordOf(row),
    fileId: row.file_id,
    copyId: row.copy_id,
    name: row.name,
    copyName: row.copy_name,
    contentHash: row.content_hash,
    copyHash: row.copy_hash,
    at: instantFrom(row.at),
  }
}
