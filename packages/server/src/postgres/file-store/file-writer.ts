import { type Kysely, sql } from 'kysely'

import {
  type Actor,
  type Clock,
  type ContentHash,
  type HostChange,
  type HostFile,
  type HostFolder,
  type PlaceOptions,
  type Random,
  type RecordKey,
  SyncError,
} from '@twinfolder/core'

import { recordColumns, recordOf } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import { inTransaction } from '../transaction.ts'
import { appendChanges, takeTurn } from './feed.ts'
import { type FileRow, fileOf, keepVersions, presentFiles } from './file-rows.ts'
import { folderOfText, folderText, isInFolder, placeBelow } from './folder-text.ts'
import { addFolder, addFolders } from './folders.ts'
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
  /** Makes the next version of a file, in place or out of the trash. @throws SyncError `name_taken` */
  change(row: FileRow, change: FileChange, actor: Actor, options?: PlaceOptions): Promise<HostFile>
  /** Gives files below a folder the same places below another; a name that is taken there gets a number. */
  moveBelow(rows: readonly FileRow[], folder: HostFolder, to: HostFolder, actor: Actor): Promise<void>
  /** Puts files of one tenant into the trash. */
  remove(rows: readonly FileRow[], actor: Actor): Promise<void>
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
    inTransaction(db, async (transaction) => {
      const position = await takeTurn(transaction, tenantId)
      return write(
        fileWriter(transaction, { tenantId, position }, { now: () => new Date(clock.now()), newId: () => random.id() }),
      )
    })
}

function fileWriter(
  db: Kysely<Schema>,
  turn: { readonly tenantId: string; readonly position: number },
  { now, newId }: { readonly now: () => Date; readonly newId: () => string },
): FileWriter {
  /** The position that came with the turn is the first one to be used; others are taken as they are needed. */
  let free: number | null = turn.position
  const stored = async (row: FileRow): Promise<HostFile> => {
    await keepVersions(db, [row])
    await tell('upsert', [row])
    return fileOf(row)
  }
  const tell = async (type: HostChange['type'], rows: readonly FileRow[]): Promise<void> => {
    if (rows.length === 0) return
    const more = rows.length - (free === null ? 0 : 1)
    const last = more === 0 ? turn.position : await takeTurn(db, turn.tenantId, more)
    free = null
    await appendChanges(
      db,
      last,
      rows.map((row) => ({ type, record: recordOf(row), fileId: row.id })),
    )
  }
  const changed = async (
    row: FileRow,
    { name = row.name, folder = folderOfText(row.folder), contents }: FileChange,
    actor: Actor,
    { ifTaken = 'number' }: PlaceOptions = {},
  ): Promise<HostFile> => {
    const record = recordOf(row)
    const stays = row.trashed_at === null && name === row.name && folderText(folder) === row.folder
    const freeOne = stays ? name : await freeName(db, record, folder, name)
    if (freeOne !== name && ifTaken === 'refuse') {
      throw new SyncError('name_taken', `There is a file "${name}" in this folder already.`)
    }
    await addFolder(db, record, folder)
    const changedRow = await db
      .updateTable('host_file')
      .set({
        folder: folderText(folder),
        ...nameColumns(freeOne),
        ...(contents && contentColumns(contents)),
        version: row.version + 1,
        updated_at: now(),
        updated_by: JSON.stringify(actor),
        trashed_at: null,
      })
      .where('id', '=', row.id)
      .returningAll()
      .executeTakeFirstOrThrow()
    return stored(changedRow)
  }

  return {
    db,
    async add(record, { folder, name, actor }, contents) {
      await addFolder(db, record, folder)
      const at = now()
      const row = await db
        .insertInto('host_file')
        .values({
          ...recordColumns(record),
          id: newId(),
          folder: folderText(folder),
          ...nameColumns(await freeName(db, record, folder, name)),
          ...contentColumns(contents),
          version: 1,
          updated_at: at,
          updated_by: JSON.stringify(actor),
          created_at: at,
          created_by: JSON.stringify(actor),
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      return stored(row)
    },
    change: changed,
    async moveBelow(rows, folder, to, actor) {
      const taken = await takenBelow(db, rows, folder, to)
      const moving = rows.filter(({ id }) => !taken.has(id))
      if (moving.length > 0) {
        const moved = await db
          .updateTable('host_file')
          .set((eb) => ({
            folder: placeBelow(folder, to),
            version: eb('version', '+', 1),
            updated_at: now(),
            updated_by: JSON.stringify(actor),
          }))
          .where(
            'id',
            'in',
            moving.map(({ id }) => id),
          )
          .returningAll()
          .execute()
        const [first] = moved
        const folders = new Set(moved.map((row) => row.folder))
        if (first) await addFolders(db, recordOf(first), [...folders].map(folderOfText))
        await keepVersions(db, moved)
        await tell('upsert', moved)
      }
      for (const row of rows.filter(({ id }) => taken.has(id))) {
        const place = [...to, ...folderOfText(row.folder).slice(folder.length)]
        await changed(row, { folder: place }, actor)
      }
    },
    async remove(rows, actor) {
      await db
        .updateTable('host_file')
        .set({ trashed_at: now(), updated_by: JSON.stringify(actor) })
        .where(
          'id',
          'in',
          rows.map(({ id }) => id),
        )
        .execute()
      await tell('delete', rows)
    },
  }
}

/** Files whose names are taken where they would come to be. */
async function takenBelow(
  db: Kysely<Schema>,
  rows: readonly FileRow[],
  folder: HostFolder,
  to: HostFolder,
): Promise<ReadonlySet<string>> {
  const ids = rows.map(({ id }) => id)
  const { rows: taken } = await sql<{ readonly id: string }>`
    with moving as (
      select id, tenant_id, module, record_id, name, ${placeBelow(folder, to)} as place
      from host_file where id = any(${ids}::text[]))
    select moving.id from moving join host_file as there on there.tenant_id = moving.tenant_id
      and there.module = moving.module and there.record_id = moving.record_id and there.trashed_at is null
      and there.folder_digest = md5(moving.place) and there.name = moving.name`.execute(db)
  return new Set(taken.map(({ id }) => id))
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
