import type { Kysely } from 'kysely'

import {
  type Clock,
  type ContentHash,
  DEFAULT_MAX_FILE_BYTES,
  type HostFile,
  type HostFiles,
  type Module,
  type PlaceOptions,
  type Random,
  type RecordKey,
  SyncError,
} from '@twinfolder/core'

import type { BlobStore } from '../../ports/blob-store.ts'
import { recordColumns } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import { withSyncErrors } from '../sync-errors.ts'
import { type BlobWriteResult, blobWrites } from './blob-writes.ts'
import { browseFolder } from './browse.ts'
import { changesAfter } from './feed.ts'
import { type FileStoreRestrictions, assertAble, assertFolderPossible, fileCapabilities } from './file-capabilities.ts'
import {
  type FileKey,
  contentsOf,
  expectedFile,
  fileOf,
  fileVersion,
  keptVersion,
  presentFile,
  presentFiles,
} from './file-rows.ts'
import { type FileWriter, fileWrites } from './file-writer.ts'
import { fileHistory } from './file-history.ts'
import { filesByHash } from './files-by-hash.ts'
import { folderSteps } from './folder-steps.ts'
import { folderText } from './folder-text.ts'
import { addFolder, foldersOf } from './folders.ts'
import { rememberResult, resultOf } from './idempotency.ts'
import { assertFolder, assertName } from './names.ts'
import { type TenantQuotas, added, placedAgain, replaced, roomOf } from './tenant-quota.ts'

/** What the server's own file store is made of. */
export interface PostgresFileStoreOptions {
  readonly db: Kysely<Schema>
  /** Used by this store alone: a sweep deletes what it has no row for. */
  readonly blobs: BlobStore
  readonly clock: Clock
  readonly random: Random
  /** @default 52428800 */
  readonly maxFileBytes?: number | undefined
  /** How long trash and old versions are kept, in days; `purgeFiles` ends them. @default 30 */
  readonly retentionDays?: number | undefined
  /** How much a tenant may have stored. @default no limit */
  readonly quota?: TenantQuotas | undefined
  /** What a module's files cannot do here. @default nothing */
  readonly restrictions?: ((module: Module) => FileStoreRestrictions) | undefined
}

/** The server's own file store: {@link HostFiles} with everything that is optional. */
export interface PostgresFileStore extends Required<HostFiles> {
  /** It always tells which file an upload became. */
  create(...upload: Parameters<HostFiles['create']>): Promise<HostFile>
}

/** How long trash and old versions are kept where nobody says otherwise. */
export const DEFAULT_RETENTION_DAYS = 30

/**
 * The server's own file store: nested folders, also empty ones; old versions and what is removed are kept for
 * `retentionDays`. Each change writes its row of the feed in the same transaction. Rows are in the database, contents
 * in a {@link BlobStore}; a copy shares the contents.
 *
 * Writes of one tenant take turns for the few milliseconds of their transaction, never while contents are transferred.
 */
export function postgresFileStore(options: PostgresFileStoreOptions): PostgresFileStore {
  const { db, blobs } = options
  const { maxFileBytes = DEFAULT_MAX_FILE_BYTES, retentionDays = DEFAULT_RETENTION_DAYS } = options
  const capabilities = fileCapabilities({ maxFileBytes, retentionDays }, options.restrictions ?? (() => ({})))
  const write = fileWrites(options)
  const withContents = blobWrites(options)
  const steps = folderSteps(write)
  const room = roomOf(db, options.quota ?? null)

  /** Runs a write unless one with this key and these contents has been made. */
  const once = (
    record: RecordKey,
    key: { readonly idempotencyKey: string; readonly contentHash: ContentHash },
    make: (writer: FileWriter) => ReturnType<FileWriter['add']>,
  ): Promise<BlobWriteResult> =>
    write(record.tenantId, async (writer) => {
      const known = await resultOf(writer.db, { record, ...key })
      if (known !== null) return { file: known, isNew: false }
      const file = await make(writer)
      await rememberResult(writer.db, { record, ...key }, file)
      return { file, isNew: true }
    })
  /** The same before contents are transferred, where they are known. */
  const knownResult = async (record: RecordKey, idempotencyKey: string, contentHash: ContentHash | null) =>
    contentHash === null ? null : resultOf(db, { record, idempotencyKey, contentHash })
  const place = (
    file: FileKey & { readonly expectedVersion: string },
    to: Parameters<FileWriter['change']>[1],
    actor: Parameters<FileWriter['change']>[2],
    options: PlaceOptions | undefined,
  ) =>
    write(file.record.tenantId, async (writer) => {
      const row = await expectedFile(writer.db, file)
      const isThere = (to.name ?? row.name) === row.name && (!to.folder || folderText(to.folder) === row.folder)
      return isThere ? fileOf(row) : writer.change(row, to, actor, options)
    })

  return withSyncErrors<PostgresFileStore>({
    capabilities,
    async list(record, { after, limit }) {
      let query = presentFiles(db, record)
        .selectAll()
        .orderBy('position')
        .limit(limit + 1)
      if (after !== null) query = query.where('position', '>', pageStart(after))
      const rows = await query.execute()
      const page = rows.slice(0, limit)
      const last = page.at(-1)?.position
      return { files: page.map(fileOf), next: rows.length > limit && last !== undefined ? String(last) : null }
    },
    async get(record, fileIds) {
      if (fileIds.length === 0) return []
      const rows = await presentFiles(db, record).selectAll().where('id', 'in', fileIds).execute()
      const byId = new Map(rows.map((row) => [row.id, fileOf(row)]))
      return fileIds.map((id) => byId.get(id) ?? null)
    },
    history: (file, { limit }) => fileHistory(db, file, capabilities(file.record.module).versions ? limit : 1),
    findByHash: (record, hashes) => filesByHash(db, record, hashes),
    browse: (record, query) => browseFolder(db, record, query),
    changes: (tenantId, position) => changesAfter(db, tenantId, position),
    async read(file, { range, signal } = {}) {
      return blobs.get((await fileVersion(db, file)).blob_id, { range, signal })
    },
    async create(record, file, contents, { signal } = {}) {
      assertAble(capabilities, 'upload', record)
      assertFolderPossible(capabilities, record, file.folder)
      assertFolder([...file.folder, file.name])
      const known = await knownResult(record, file.idempotencyKey, contents.contentHash)
      if (known !== null) return known
      const { maxFileBytes } = capabilities(record.module)
      const assertRoom = await room.early(record, file.idempotencyKey, added(contents.sizeBytes))
      return withContents(contents, { signal, maxBytes: maxFileBytes }, (written) =>
        once(record, { ...file, contentHash: written.contentHash }, async (writer) => {
          await assertRoom(writer.db, added(written.sizeBytes))
          return writer.add(record, file, written)
        }),
      )
    },
    async assertRoom(record, sizeBytes) {
      const assertRoom = await room.of(record.tenantId)
      await assertRoom(db, added(sizeBytes))
    },
    async createFrom(record, file, source) {
      assertAble(capabilities, 'copy', record)
      assertAble(capabilities, 'upload', record)
      assertFolderPossible(capabilities, record, file.folder)
      assertFolder([...file.folder, file.name])
      if (source.record.tenantId !== record.tenantId) throw new SyncError('not_found', 'The file to copy is not there.')
      const contents = contentsOf(await fileVersion(db, source))
      const assertRoom = await room.of(record.tenantId)
      const result = await once(record, { ...file, ...contents }, async (writer) => {
        await assertRoom(writer.db, added(contents.sizeBytes))
        return writer.add(record, file, contents)
      })
      return result.file
    },
    async replace(file, contents, { actor, idempotencyKey }, { signal } = {}) {
      const { record } = file
      assertAble(capabilities, 'replace', record)
      const known = await knownResult(record, idempotencyKey, contents.contentHash)
      if (known !== null) return known
      const before = await expectedFile(db, file) // before the contents are transferred, and again in the transaction
      const { maxFileBytes } = capabilities(record.module)
      const assertRoom = await room.early(record, idempotencyKey, replaced(before, contents.sizeBytes))
      return withContents(contents, { signal, maxBytes: maxFileBytes }, (written) =>
        once(record, { idempotencyKey, contentHash: written.contentHash }, async (writer) => {
          const row = await expectedFile(writer.db, file)
          await assertRoom(writer.db, replaced(row, written.sizeBytes))
          return writer.change(row, { contents: written }, actor)
        }),
      )
    },
    async rename(file, name, actor, options) {
      assertAble(capabilities, 'rename', file.record)
      assertName(name)
      return place(file, { name }, actor, options)
    },
    async move(file, folder, actor, options) {
      assertAble(capabilities, 'move', file.record)
      assertFolderPossible(capabilities, file.record, folder)
      assertFolder(folder)
      return place(file, { folder }, actor, options)
    },
    remove: (file, actor) =>
      write(file.record.tenantId, async (writer) => writer.remove([await expectedFile(writer.db, file)], actor)),
    async restore({ record, id }, actor) {
      assertAble(capabilities, 'trash', record)
      const assertRoom = await room.of(record.tenantId)
      return write(record.tenantId, async (writer) => {
        const row = await writer.db
          .selectFrom('host_file')
          .selectAll()
          .where((eb) => eb.and({ ...recordColumns(record), id }))
          .where('trashed_at', 'is not', null)
          .executeTakeFirst()
        if (row === undefined) return fileOf(await presentFile(writer.db, { record, id }))
        await assertRoom(writer.db, placedAgain(null, row))
        return writer.change(row, {}, actor)
      })
    },
    async restoreVersion(file, version, actor) {
      assertAble(capabilities, 'versions', file.record)
      const assertRoom = await room.of(file.record.tenantId)
      return write(file.record.tenantId, async (writer) => {
        const row = await expectedFile(writer.db, file)
        const old = await keptVersion(writer.db, file.id, version)
        if (old === null) throw new SyncError('not_found', `There is no version ${version} of the file.`)
        await assertRoom(writer.db, placedAgain(row, old))
        return writer.change(row, { contents: contentsOf(old) }, actor)
      })
    },
    async moveFolder(record, folder, to, step) {
      assertAble(capabilities, 'move', record)
      assertFolderPossible(capabilities, record, to)
      assertFolder(to)
      return steps.moveFolder(record, folder, to, step)
    },
    deleteFolder: steps.deleteFolder,
    async createFolder(record, folder) {
      assertAble(capabilities, 'emptyFolders', record)
      assertFolderPossible(capabilities, record, folder)
      assertFolder(folder)
      await addFolder(db, record, folder)
    },
    async folders(record) {
      assertAble(capabilities, 'emptyFolders', record)
      return foldersOf(db, record)
    },
  })
}

function pageStart(after: string): number {
  const position = Number(after)
  if (Number.isSafeInteger(position)) return position
  throw new SyncError('unexpected', `"${after}" is no page of a listing.`)
}
