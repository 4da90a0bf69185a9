import { type FilePage, type RecordRef, folderParam, parseFolderParam } from '@twinfolder/protocol'

import { contentAddress } from '../in-page/content-address.ts'
import { type EntryQuery, folderEntry, isAtOrBelow, listEntries } from './list-entries.ts'
import { readable, refOf, writable } from './memory-access.ts'
import { contentOf } from './memory-file.ts'
import type { MemoryOperations } from './memory-operations.ts'
import type { MemoryRecord } from './memory-record.ts'
import type { MemoryWorld } from './memory-world.ts'
import { recordView } from './record-settings.ts'
import { refusal } from './refusal.ts'
import { noteDeletion } from './undo-operations.ts'

const CONTENT_LIFE_MS = 5 * 60_000

type RecordOperation =
  | 'getRecord'
  | 'listFiles'
  | 'createFolder'
  | 'deleteFiles'
  | 'getContentUrl'
  | 'requestSync'
  | 'listRecordActivity'

/** The operations on one record. */
export function recordOperations(world: MemoryWorld): Pick<MemoryOperations, RecordOperation> {
  const entriesOf = rememberedListing()
  return {
    getRecord({ path }) {
      const ref = refOf(path)
      const record = readable(world, ref)
      return recordView(record.settings, ref, world.syncOf(record))
    },
    listFiles({ path, query = {} }) {
      const record = readable(world, refOf(path))
      const { limit = 100, sort = 'name', search = '' } = query
      const offset = query.offset ?? 0
      const folder = folderOf(query.folder ?? '')
      const entries = entriesOf(record, { folder, sort, search: search.trim() })
      const remoteOnly = record.settings.remoteOnly ?? []
      return {
        entries: entries.slice(offset, offset + limit),
        total: entries.length,
        offset,
        remoteOnly: remoteOnly.filter((entry) => folderParam(entry.folder) === folderParam(folder)),
      }
    },
    createFolder({ path, body: { folder } }) {
      const record = writable(world, refOf(path))
      if (folder.length === 0) throw refusal('name_invalid')
      record.addFolder(folder)
      world.changed(record)
      return folderEntry(folder, record.files().filter((file) => isAtOrBelow(file.folder, folder)).length)
    },
    deleteFiles({ path, body: { files } }) {
      const ref = refOf(path)
      const record = writable(world, ref)
      const ends = files.map((file) => ({ id: file.id, code: deleteFile(world, record, ref, file) }))
      world.changed(record)
      return {
        deleted: ends.flatMap(({ id, code }) => (code === null ? [id] : [])),
        failed: ends.flatMap(({ id, code }) => (code === null ? [] : [{ id, code }])),
      }
    },
    async getContentUrl({ path }) {
      const file = readable(world, refOf(path)).byId(path.fileId)
      return { url: await contentAddress(contentOf(file)), expiresAt: world.now(CONTENT_LIFE_MS) }
    },
    requestSync({ path }) {
      const ref = refOf(path)
      const record = readable(world, ref)
      if (world.connection.state !== 'linked') throw refusal('not_linked')
      world.runScript(record, ref)
      return world.syncOf(record)
    },
    listRecordActivity({ path, query }) {
      const ref = refOf(path)
      readable(world, ref)
      return world.activity.page(query, ref)
    },
  }
}

/** Sorting 100,000 files for each page would be slow. A change gives a new list of files, and so another key here. */
function rememberedListing(): (record: MemoryRecord, query: EntryQuery) => FilePage['entries'] {
  const remembered = new WeakMap<object, Map<string, FilePage['entries']>>()
  return (record, query) => {
    const files = record.files()
    const listings = remembered.get(files) ?? new Map<string, FilePage['entries']>()
    const key = JSON.stringify(query)
    const entries = listings.get(key) ?? listEntries(files, record.folders(), query)
    remembered.set(files, listings.set(key, entries))
    return entries
  }
}

function folderOf(param: string): readonly string[] {
  try {
    return parseFolderParam(param)
  } catch {
    throw refusal('bad_request')
  }
}

/** @returns why it was not deleted, or `null` */
function deleteFile(
  world: MemoryWorld,
  record: MemoryRecord,
  ref: RecordRef,
  { id, version }: { readonly id: string; readonly version: string },
): 'file_unknown' | 'version_conflict' | null {
  const file = record.files().find((entry) => entry.id === id)
  if (!file) return 'file_unknown'
  if (file.version !== version) return 'version_conflict'
  record.remove(id)
  if (file.sync?.state === 'synced') noteDeletion(world, record, ref, file)
  return null
}
