import type { Kysely } from 'kysely'

import {
  type Actor,
  type Clock,
  type ContentHash,
  type HostChange,
  type HostFile,
  type HostFolder,
  type Random,
  type RecordKey,
} from '@twinfolder/core'

import { recordColumns, recordOf } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import { appendChange, takeTurn } from './feed.ts'
import { type FileRow, fileOf, keepVersion, presentFiles } from './file-rows.ts'
import { folderOfText, folderText, isInFolder } from './folder-text.ts'
import { addFolder } from './folders.ts'
import { mediaTypeOf } from './media-type.ts'
import { numberedNames } from './names.ts'

/** Contents that are stored already. */
export interface WrittenContents {
  readonly blobId: string
  readonly sizeBytes: number
  readonly contentHash: ContentHash
}

/** One write to a tenant's files: it has the tenant's turn, so nothing changes under it. */
export interface FileWriter {
  readonly db: Kysely<Schema>
  /** Adds a file; a name that is taken gets a number. */
  add(record: RecordKey, file: NewFile, contents: WrittenContents): Promise<HostFile>
  /** Makes the next version of a file, in place or out of the trash. */
  change(row: FileRow, change: FileChange, actor: Actor): Promise<HostFile>
  /** Puts a file into the trash. */
  remove(row: FileRow, actor: Actor): Promise<void>
}

interface NewFile {
  readonly folder: HostFolder
  readonly name: string
  readonly actor: Actor
}

interface FileChange {
  readonly name?: string
  readonly folder?: HostFolder
  readonly contents?: WrittenContents
}

interface WriterOptions {
  readonly db: Kysely<Schema>
  readonly clock: Clock
  readonly random: Random
}

/** Gives a function that runs one write in one transaction, with its row of the feed. */
export function fileWrites({ db, clock, random }: WriterOptions) {
  return <Result>(tenantId: string, write: (writer: FileWriter) => Promise<Result>): Promise<Result> =>
    db.transaction().execute(async (transaction) => {
      const position = await takeTurn(transaction, tenantId)
      return write(fileWriter(transaction, position, { now: () => new Date(clock.now()), newId: () => random.id() }))
    })
}

function fileWriter(
  db: Kysely<Schema>,
  position: number,
  { now, newId }: { readonly now: () => Date; readonly newId: () => string },
): FileWriter {
  const stored = async (row: FileRow): Promise<HostFile> => {
    await keepVersion(db, row)
    await tell('upsert', row)
    return fileOf(row)
  }
  const tell = (type: HostChange['type'], row: FileRow): Promise<void> =>
    appendChange(db, position, { type, record: recordOf(row), fileId: row.id })

  return {
    db,
    async add(record, { folder, name, actor }, contents) {
      await addFolder(db, record, folder)
      const row = await db
        .insertInto('host_file')
        .values({
          ...recordColumns(record),
          id: newId(),
          folder: folderText(folder),
          ...nameColumns(await freeName(db, record, folder, name)),
          ...contentColumns(contents),
          version: 1,
          updated_at: now(),
          updated_by: JSON.stringify(actor),
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      return stored(row)
    },
    async change(row, { name = row.name, folder = folderOfText(row.folder), contents }, actor) {
      const record = recordOf(row)
      const stays = row.trashed_at === null && name === row.name && folderText(folder) === row.folder
      await addFolder(db, record, folder)
      const changed = await db
        .updateTable('host_file')
        .set({
          folder: folderText(folder),
          ...nameColumns(stays ? name : await freeName(db, record, folder, name)),
          ...(contents && contentColumns(contents)),
          version: row.version + 1,
          updated_at: now(),
          updated_by: JSON.stringify(actor),
          trashed_at: null,
        })
        .where('id', '=', row.id)
        .returningAll()
        .executeTakeFirstOrThrow()
      return stored(changed)
    },
    async remove(row, actor) {
      await db
        .updateTable('host_file')
        .set({ trashed_at: now(), updated_by: JSON.stringify(actor) })
        .where('id', '=', row.id)
        .execute()
      await tell('delete', row)
    },
  }
}

/** The name, or with the first number that makes it free. */
async function freeName(db: Kysely<Schema>, record: RecordKey, folder: HostFolder, name: string): Promise<string> {
  for (let from = 1; ; from += 50) {
    const candidates = numberedNames(name, from, from + 50)
    const rows = await presentFiles(db, record)
      .select('name')
      .where(isInFolder(folder))
      .where('name', 'in', candidates)
      .execute()
    const taken = new Set(rows.map((row) => row.name))
    const free = candidates.find((candidate) => !taken.has(candidate))
    if (free !== undefined) return free
  }
}

function nameColumns(name: string) {
  return { name, name_lower: name.toLowerCase(), media_type: mediaTypeOf(name) }
}

function contentColumns({ blobId, sizeBytes, contentHash }: WrittenContents) {
  return { blob_id: blobId, size_bytes: sizeBytes, content_hash: contentHash }
}
