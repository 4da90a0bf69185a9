import { type Kysely, type Selectable, sql } from 'kysely'

import { type HostFile, type RecordKey, SyncError } from '@twinfolder/core'

import { instantFrom } from '../instants.ts'
import { recordColumns, recordOf } from '../record-columns.ts'
import type { HostFileTable, HostFileVersionTable } from '../schema/host-files.ts'
import type { Schema } from '../schema/schema.ts'
import type { WrittenContents } from './file-writer.ts'
import { folderOfText } from './folder-text.ts'

/** A file as it is stored. */
export type FileRow = Selectable<HostFileTable>

/** A file of a record. */
export interface FileKey {
  readonly record: RecordKey
  readonly id: string
}

/** The file of a row. */
export function fileOf(row: FileRow): HostFile {
  return {
    record: recordOf(row),
    id: row.id,
    name: row.name,
    folder: folderOfText(row.folder),
    sizeBytes: Number(row.size_bytes),
    mediaType: row.media_type,
    version: String(row.version),
    contentHash: row.content_hash,
    updatedAt: instantFrom(row.updated_at),
    updatedBy: row.updated_by,
  }
}

/** Files of a record that are not in the trash. */
export function presentFiles(db: Kysely<Schema>, record: RecordKey) {
  return db
    .selectFrom('host_file')
    .where((eb) => eb.and(recordColumns(record)))
    .where('trashed_at', 'is', null)
}

/** A file that is not in the trash. @throws SyncError `not_found` */
export async function presentFile(db: Kysely<Schema>, { record, id }: FileKey): Promise<FileRow> {
  const row = await presentFiles(db, record).selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw new SyncError('not_found', `The file "${id}" is not there.`)
  return row
}

/** The file if it has the expected version. @throws SyncError `not_found`, `precondition_failed` */
export async function expectedFile(
  db: Kysely<Schema>,
  file: FileKey & { readonly expectedVersion: string },
): Promise<FileRow> {
  const row = await presentFile(db, file)
  if (String(row.version) === file.expectedVersion) return row
  throw new SyncError('precondition_failed', `The file is at version ${row.version}, not ${file.expectedVersion}.`)
}

/** Any version of a file that is not in the trash. @throws SyncError `not_found`, `precondition_failed` */
export async function fileVersion(
  db: Kysely<Schema>,
  file: FileKey & { readonly version: string },
): Promise<Selectable<HostFileVersionTable>> {
  const present = await presentFile(db, file)
  if (String(present.version) === file.version) return versionOf(present)
  const row = await keptVersion(db, file.id, file.version)
  if (row !== null) return row
  throw new SyncError('precondition_failed', `There is no version ${file.version} of the file.`)
}

/** A version of a file that the history has. */
export async function keptVersion(
  db: Kysely<Schema>,
  fileId: string,
  version: string,
): Promise<Selectable<HostFileVersionTable> | null> {
  if (!/^\d{1,9}$/.test(version)) return null
  const row = await db
    .selectFrom('host_file_version')
    .selectAll()
    .where((eb) => eb.and({ file_id: fileId, version: Number(version) }))
    .executeTakeFirst()
  return row ?? null
}

/** The stored contents of a version, to be shared by another row. */
export function contentsOf(row: Selectable<HostFileVersionTable>): WrittenContents {
  return { blobId: row.blob_id, sizeBytes: Number(row.size_bytes), contentHash: row.content_hash }
}

/** What the history keeps of the present state. */
export function versionOf(row: FileRow): Selectable<HostFileVersionTable> {
  const { id, name, folder, version, blob_id, size_bytes, media_type, content_hash, updated_at, updated_by } = row
  const columns = { name, folder, version, blob_id, size_bytes, media_type, content_hash, updated_at, updated_by }
  return { file_id: id, ...columns, replaced_at: null }
}

/** Adds the present state of files to the history; its rows are what keeps the contents from the sweep. */
export async function keepVersions(db: Kysely<Schema>, rows: readonly FileRow[]): Promise<void> {
  if (rows.length === 0) return
  const all = rows.map(({ id }) => id)
  // Copied inside the database: 500 rows are thousands of parameters otherwise.
  await sql`insert into host_file_version (file_id, version, name, folder, blob_id, size_bytes, media_type, content_hash,
      updated_at, updated_by)
    select id, version, name, folder, blob_id, size_bytes, media_type, content_hash, updated_at, updated_by
    from host_file where id = any(${all}::text[])`.execute(db)
  // By the primary key, row by row: the planner would rather read the whole table for a list.
  const replaced = rows.filter(({ version }) => version > 1)
  if (replaced.length === 0) return
  const ids = replaced.map(({ id }) => id)
  const before = replaced.map(({ version }) => version - 1)
  const times = replaced.map(({ updated_at }) => updated_at)
  await sql`update host_file_version as old set replaced_at = next.at
    from unnest(${ids}::text[], ${before}::integer[], ${times}::timestamptz[]) as next (id, version, at)
    where old.file_id = next.id and old.version = next.version
      and old.file_id = any(${ids}::text[])`.execute(db)
}
