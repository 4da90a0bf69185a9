import type { Kysely, Selectable } from 'kysely'

import type { FileHistory, HostFileVersion } from '@twinfolder/core'

import { instantFrom } from '../instants.ts'
import type { HostFileVersionTable } from '../schema/host-files.ts'
import type { Schema } from '../schema/schema.ts'
import { type FileKey, presentFile } from './file-rows.ts'

/** The newest versions of a file that are kept, and who made it. @throws SyncError `not_found` */
export async function fileHistory(db: Kysely<Schema>, file: FileKey, limit: number): Promise<FileHistory> {
  const { id, created_at, created_by } = await presentFile(db, file)
  const rows = await db
    .selectFrom('host_file_version')
    .selectAll()
    .where('file_id', '=', id)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
  return { createdAt: instantFrom(created_at), createdBy: created_by, versions: rows.map(versionOf) }
}

function versionOf(row: Selectable<HostFileVersionTable>): HostFileVersion {
  return {
    version: String(row.version),
    name: row.name,
    sizeBytes: Number(row.size_bytes),
    mediaType: row.media_type,
    contentHash: row.content_hash,
    updatedAt: instantFrom(row.updated_at),
    updatedBy: row.updated_by,
  }
}
