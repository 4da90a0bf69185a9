import type { HostFile, HostFileVersion, HostFiles } from '../../ports/host-files.ts'
import { refuseIfCancelled } from '../cancelled.ts'
import { chunksOf } from '../contents.ts'
import { browseFolder } from './browse-folder.ts'
import { assertAble } from './host-capabilities.ts'
import type { MemoryHost } from './memory-host.ts'

type ReadMethods = Required<
  Pick<HostFiles, 'list' | 'get' | 'browse' | 'history' | 'findByHash' | 'read' | 'changes' | 'folders'>
>

/** The methods of {@link HostFiles} that change nothing. */
export function readMethods({ shelf, feed, write, capabilities }: MemoryHost): ReadMethods {
  return {
    list: async (record, { after, limit }) => {
      const { files, last, hasMore } = shelf.after(record, after === null ? 0 : Number(after), limit)
      return { files, next: hasMore ? String(last) : null }
    },
    get: async (record, fileIds) => fileIds.map((fileId) => shelf.get(record, fileId)),
    browse: async (record, query) => {
      const { emptyFolders } = capabilities(record.module)
      const folders = emptyFolders ? shelf.folders.all(record) : shelf.usedFolders(record)
      return browseFolder(shelf.all(record), folders, query)
    },
    read: async (file, options) => {
      refuseIfCancelled(options)
      const { bytes } = write.contentsToRead(file)
      const { start, end } = options?.range ?? { start: 0, end: bytes.byteLength }
      return chunksOf(bytes.subarray(start, end), options)
    },
    history: async ({ record, id }, { limit }) => {
      const file = write.existing(record, id)
      const past = shelf.past(id)
      const first = past.at(-1) ?? file
      const keeps = capabilities(record.module).versions
      return {
        createdAt: first.updatedAt,
        createdBy: first.updatedBy,
        versions: (keeps ? past : past.slice(0, 1)).slice(0, limit).map(versionOf),
      }
    },
    findByHash: async (record, hashes) => hashes.flatMap((hash) => shelf.hashed(record, hash) ?? []),
    changes: async (tenantId, position) => feed.page(tenantId, position),
    folders: async (record) => {
      assertAble(capabilities(record.module), 'emptyFolders', record)
      return shelf.folders.all(record)
    },
  }
}

function versionOf(file: HostFile): HostFileVersion {
  const { version, name, sizeBytes, mediaType, contentHash, updatedAt, updatedBy } = file
  return { version, name, sizeBytes, mediaType, contentHash, updatedAt, updatedBy }
}
