import { type Kysely, type Selectable, sql } from 'kysely'

import type { ResumableUpload, UploadStore } from '../../ports/upload-store.ts'
import { dateOf, instantFrom } from '../instants.ts'
import { recordColumns, recordOf } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import type { UploadTable } from '../schema/uploads.ts'
import { withSyncErrors } from '../sync-errors.ts'
import { inTransaction } from '../transaction.ts'

/** Which uploads are under way, in PostgreSQL or PGlite. */
export function postgresUploadStore(db: Kysely<Schema>): UploadStore {
  return withSyncErrors<UploadStore>({
    async begin(upload, { atMost, now }) {
      const { record, user, idempotencyKey } = upload
      const key = { ...recordColumns(record), user_id: user.userId, idempotency_key: idempotencyKey }
      const find = db
        .selectFrom('upload')
        .selectAll()
        .where((eb) => eb.and(key))
      const known = await find.executeTakeFirst()
      if (known) return uploadOf(known)
      const open = await db
        .selectFrom('upload')
        .select(({ fn }) => fn.countAll().as('count'))
        .where((eb) => eb.and({ tenant_id: record.tenantId, user_id: user.userId }))
        .where('file_id', 'is', null)
        .where('expires_at', '>', dateOf(now))
        .executeTakeFirstOrThrow()
      if (Number(open.count) >= atMost) return null
      await db
        .insertInto('upload')
        .values({
          id: upload.id,
          ...key,
          folder: JSON.stringify(upload.folder),
          name: upload.name,
          size_bytes: upload.sizeBytes,
          offset_bytes: upload.offsetBytes,
          parts: JSON.stringify(upload.parts),
          file_id: upload.fileId,
          expires_at: dateOf(upload.expiresAt),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      // Of two that begin at once both get the one that is there.
      return uploadOf(await find.executeTakeFirstOrThrow())
    },
    async get(id) {
      const row = await db.selectFrom('upload').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : uploadOf(row)
    },
    append: (id, offsetBytes, part) =>
      inTransaction(db, async (transaction) => {
        const row = await transaction
          .updateTable('upload')
          .set({
            offset_bytes: offsetBytes + part.sizeBytes,
            parts: sql`parts || ${JSON.stringify([part])}::jsonb`,
          })
          .where('id', '=', id)
          .where('offset_bytes', '=', offsetBytes)
          .where('file_id', 'is', null)
          .returningAll()
          .executeTakeFirst()
        if (row === undefined) return null
        await transaction.insertInto('upload_part').values({ blob_id: part.blobId, upload_id: id }).execute()
        return uploadOf(row)
      }),
    finish: (id, fileId) =>
      inTransaction(db, async (transaction) => {
        await transaction.updateTable('upload').set({ file_id: fileId, parts: '[]' }).where('id', '=', id).execute()
        await transaction.deleteFrom('upload_part').where('upload_id', '=', id).execute()
      }),
    async remove(id) {
      await db.deleteFrom('upload').where('id', '=', id).execute()
    },
    async expired(now, limit) {
      const rows = await db
        .selectFrom('upload')
        .selectAll()
        .where('expires_at', '<=', dateOf(now))
        .limit(limit)
        .execute()
      return rows.map(uploadOf)
    },
    async partsAmong(blobIds) {
      if (blobIds.length === 0) return new Set()
      const rows = await db.selectFrom('upload_part').select('blob_id').where('blob_id', 'in', blobIds).execute()
      return new Set(rows.map((row) => row.blob_id))
    },
  })
}

function uploadOf(row: Selectable<UploadTable>): ResumableUpload {
  const record = recordOf(row)
  return {
    id: row.id,
    user: { tenantId: record.tenantId, userId: row.user_id },
    record,
    idempotencyKey: row.idempotency_key,
    folder: row.folder,
    name: row.name,
    sizeBytes: Number(row.size_bytes),
    offsetBytes: Number(row.offset_bytes),
    parts: row.parts,
    fileId: row.file_id,
    expiresAt: instantFrom(row.expires_at),
  }
}
