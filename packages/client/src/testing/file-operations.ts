import type { FileDetails, FileEntry, RecordRef } from '@twinfolder/protocol'

import { contentHash } from '../content-hash.ts'
import { contentAddress } from '../in-page/content-address.ts'
import { failuresOf } from './failures-of.ts'
import { fileDetails } from './file-details.ts'
import { readable, refOf, requireCapability, writable } from './memory-access.ts'
import { type MemoryFile, type StoredFile, filePath, versionsOf } from './memory-file.ts'
import type { MemoryOperations } from './memory-operations.ts'
import type { MemoryRecord } from './memory-record.ts'
import { isName } from './memory-upload.ts'
import type { MemoryWorld } from './memory-world.ts'
import { refusal } from './refusal.ts'
import { noteDeletion } from './undo-operations.ts'

const CONTENT_LIFE_MS = 5 * 60_000

type FileOperation =
  | 'getFile'
  | 'renameFile'
  | 'moveFiles'
  | 'restoreVersion'
  | 'findFiles'
  | 'deleteFiles'
  | 'getContentUrl'

interface SeenFile {
  readonly id: string
  readonly version: string
}

/** The operations on files of one record. */
export function fileOperations(world: MemoryWorld): Pick<MemoryOperations, FileOperation> {
  return {
    getFile({ path }): Promise<FileDetails> {
      const ref = refOf(path)
      return fileDetails(world, readable(world, ref), ref, path.fileId)
    },
    renameFile({ path, body: { name, version } }) {
      const ref = refOf(path)
      const record = writable(world, ref)
      requireCapability(world, record, ref, 'rename')
      if (!isName(name)) throw refusal('name_invalid')
      const file = seen(record, { id: path.fileId, version })
      if (file.entry.name === name) return file.entry
      requireFree(record, { folder: file.entry.folder, name })
      return edited(world, record, ref, file, { name, mediaType: undefined })
    },
    moveFiles({ path, body: { files, folder } }) {
      const ref = refOf(path)
      const record = writable(world, ref)
      requireCapability(world, record, ref, 'move')
      const failed = failuresOf(files, (one) => {
        const file = seen(record, one)
        if (filePath(file.entry) === filePath({ folder, name: file.entry.name })) return
        requireFree(record, { folder, name: file.entry.name })
        edited(world, record, ref, file, { folder })
      })
      return { done: files.length - failed.length, failed }
    },
    restoreVersion({ path, body: { version, expectedVersion } }) {
      const ref = refOf(path)
      const record = writable(world, ref)
      requireCapability(world, record, ref, 'versions')
      const file = seen(record, { id: path.fileId, version: expectedVersion })
      const versions = versionsOf(file)
      const old = versions.find((one) => one.version === version)
      if (!old) throw refusal('not_found')
      const { sizeBytes } = old
      return edited(world, record, ref, file, {
        content: old.content(),
        sizeBytes,
        updatedAt: world.now(),
        via: 'host',
        versions: versions.map((one) => ({ ...one, content: one.content() })),
      })
    },
    async findFiles({ path, body: { hashes } }) {
      const wanted = new Set(hashes)
      const matches = new Map<string, FileEntry>()
      const record = readable(world, refOf(path))
      for (const { id } of record.files()) {
        const file = record.byId(id)
        // Contents that nobody gave are zeros that nobody has.
        const hash = file.content && (await contentHash(file.content))
        if (hash && wanted.has(hash) && !matches.has(hash)) matches.set(hash, file.entry)
      }
      return { matches: [...matches].map(([hash, file]) => ({ hash, file })) }
    },
    deleteFiles({ path, body: { files } }) {
      const ref = refOf(path)
      const record = writable(world, ref)
      const failed = failuresOf(files, (one) => deleteFile(world, record, ref, seen(record, one).entry))
      world.changed(record)
      const lost = new Set(failed.map(({ id }) => id))
      return { deleted: files.flatMap(({ id }) => (lost.has(id) ? [] : [id])), failed }
    },
    async getContentUrl({ path, query }) {
      const versions = versionsOf(readable(world, refOf(path)).byId(path.fileId))
      const wanted = query?.version
      const found = wanted === undefined ? versions[0] : versions.find(({ version }) => version === wanted)
      if (!found) throw refusal('not_found')
      return { url: await contentAddress(found.content()), expiresAt: world.now(CONTENT_LIFE_MS) }
    },
  }
}

/** Deletes a file and tells it where it was in Dropbox, too. */
export function deleteFile(world: MemoryWorld, record: MemoryRecord, ref: RecordRef, file: FileEntry): void {
  record.remove(file.id)
  if (file.sync?.state === 'synced') noteDeletion(world, record, ref, file)
}

/** A file after a change by its user: what was synchronised waits, and goes on by itself. */
export function edited(
  world: MemoryWorld,
  record: MemoryRecord,
  ref: RecordRef,
  file: StoredFile,
  patch: Partial<MemoryFile>,
): FileEntry {
  const sync = file.entry.sync?.state === 'synced' ? ({ sync: 'waiting' } as const) : {}
  const entry = record.patch(file, { ...patch, ...sync })
  world.changed(record)
  world.goOn(record, ref)
  return entry
}

/** @throws `file_unknown`, `version_conflict` */
function seen(record: MemoryRecord, { id, version }: SeenFile): StoredFile {
  const file = record.byId(id)
  if (file.entry.version !== version) throw refusal('version_conflict')
  return file
}

/** @throws `name_taken` */
function requireFree(record: MemoryRecord, place: Pick<FileEntry, 'folder' | 'name'>): void {
  if (record.files().some((file) => filePath(file) === filePath(place))) throw refusal('name_taken')
}
