import { type FilePage, parseFolderParam } from '@twinfolder/protocol'

import { type EntryQuery, isRemoteOnlyListed, listEntries } from './list-entries.ts'
import { readable, refOf } from './memory-access.ts'
import type { MemoryOperations } from './memory-operations.ts'
import type { MemoryRecord } from './memory-record.ts'
import type { MemoryWorld } from './memory-world.ts'
import { recordView } from './record-settings.ts'
import { refusal } from './refusal.ts'

type RecordOperation = 'getRecord' | 'listFiles' | 'requestSync' | 'listRecordActivity'

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
      const { limit = 100, sort = 'name', search = '', state = null } = query
      const offset = query.offset ?? 0
      const folder = folderOf(query.folder ?? '')
      const entries = entriesOf(record, { folder, sort, search: search.trim(), state })
      const remoteOnly = record.settings.remoteOnly ?? []
      return {
        entries: entries.slice(offset, offset + limit),
        total: entries.length,
        offset,
        remoteOnly: remoteOnly.filter((entry) =>
          isRemoteOnlyListed(entry, { folder, sort, search: search.trim(), state }),
        ),
      }
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
