import type { RecordKey } from '../../domain/record-ref.ts'
import type { HostCapabilities, HostContents, HostFile, HostFiles, HostFolder } from '../../ports/host-files.ts'
import type { CallOptions } from '../../ports/remote.ts'
import { SyncError } from '../../sync-error.ts'
import { type Contents, readContents } from '../contents.ts'
import { assertAble, assertFolderPossible } from './host-capabilities.ts'
import type { MemoryHost } from './memory-host.ts'
import { isAtOrBelow } from './record-folders.ts'

type WriteMethods = Required<
  Pick<
    HostFiles,
    | 'remove'
    | 'createFrom'
    | 'replace'
    | 'rename'
    | 'move'
    | 'restore'
    | 'restoreVersion'
    | 'createFolder'
    | 'moveFolder'
    | 'deleteFolder'
  >
> & {
  /** It always tells which file an upload became. */
  readonly create: (...upload: Parameters<HostFiles['create']>) => Promise<HostFile>
}

/** The methods of {@link HostFiles} that write. Conditions are checked again once the bytes are read. */
export function writeMethods({ shelf, write, sha256, capabilities }: MemoryHost): WriteMethods {
  const can = (record: RecordKey): HostCapabilities => capabilities(record.module)
  const readAll = (record: RecordKey, contents: HostContents, options: CallOptions | undefined): Promise<Contents> =>
    readContents(contents, sha256, { ...options, maxBytes: can(record).maxFileBytes })

  return {
    create: async (record, file, contents, options) => {
      assertAble(can(record), 'upload', record)
      assertFolderPossible(can(record), file.folder)
      const known = write.resultOf(record, file.idempotencyKey)
      if (known !== null) return known
      const read = await readAll(record, contents, options)
      return write.once(record, file.idempotencyKey, () => write.create(record, file, read))
    },
    createFrom: async (record, file, source) => {
      assertAble(can(record), 'copy', record)
      assertAble(can(record), 'upload', record)
      assertFolderPossible(can(record), file.folder)
      if (source.record.tenantId !== record.tenantId) throw new SyncError('not_found', 'The file to copy is not there.')
      return write.once(record, file.idempotencyKey, () => write.create(record, file, write.contentsToRead(source)))
    },
    replace: async (file, contents, { actor, idempotencyKey }, options) => {
      assertAble(can(file.record), 'replace', file.record)
      const known = write.resultOf(file.record, idempotencyKey)
      if (known !== null) return known
      write.expected(file)
      const read = await readAll(file.record, contents, options)
      return write.once(file.record, idempotencyKey, () => write.change(write.expected(file), read, actor))
    },
    rename: async (file, name, actor, options) => {
      assertAble(can(file.record), 'rename', file.record)
      return write.place(write.expected(file), { name }, actor, options)
    },
    move: async (file, folder, actor, options) => {
      assertAble(can(file.record), 'move', file.record)
      assertFolderPossible(can(file.record), folder)
      return write.place(write.expected(file), { folder }, actor, options)
    },
    remove: async (file, actor) => write.remove(write.expected(file), actor),
    restore: async ({ record, id }, actor) => {
      assertAble(can(record), 'trash', record)
      return write.restore(record, id, actor)
    },
    restoreVersion: async (file, version, actor) => {
      assertAble(can(file.record), 'versions', file.record)
      return write.restoreVersion(write.expected(file), version, actor)
    },
    createFolder: async (record, folder) => {
      assertAble(can(record), 'emptyFolders', record)
      assertFolderPossible(can(record), folder)
      shelf.folders.add(record, folder)
    },
    moveFolder: async (record, folder, to, { actor, limit }) => {
      assertAble(can(record), 'move', record)
      assertFolderPossible(can(record), to)
      if (folder.length === 0 || to.length === 0 || isAtOrBelow(to, folder)) {
        throw new SyncError('host_refused', 'A folder is not moved into itself, and the root not at all.')
      }
      const placeOf = (below: HostFolder): HostFolder => [...to, ...below.slice(folder.length)]
      const files = shelf.all(record).filter((file) => isAtOrBelow(file.folder, folder))
      const step = files.slice(0, limit)
      for (const file of step) write.place(file, { folder: placeOf(file.folder) }, actor)
      const hasMore = files.length > step.length
      if (!hasMore) {
        const folders = shelf.folders.all(record).filter((below) => isAtOrBelow(below, folder))
        shelf.folders.remove(record, folder)
        for (const below of folders) shelf.folders.add(record, placeOf(below))
      }
      return { files: step.length, hasMore }
    },
    deleteFolder: async (record, folder, { actor, limit }) => {
      if (folder.length === 0) throw new SyncError('host_refused', 'The root is not deleted.')
      const found = shelf.all(record).filter((file) => isAtOrBelow(file.folder, folder))
      const files = found.slice(0, limit)
      for (const file of files) write.remove(file, actor)
      if (found.length > files.length) return { files, folders: [], hasMore: true }
      const folders = shelf.folders.all(record).filter((below) => isAtOrBelow(below, folder))
      shelf.folders.remove(record, folder)
      return { files, folders, hasMore: false }
    },
  }
}
