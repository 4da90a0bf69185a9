import { deleteFile, edited } from './file-operations.ts'
import { folderEntry, isAtOrBelow } from './list-entries.ts'
import { refOf, requireCapability, writable } from './memory-access.ts'
import type { MemoryOperations } from './memory-operations.ts'
import type { MemoryRecord } from './memory-record.ts'
import { isName } from './memory-upload.ts'
import type { MemoryWorld } from './memory-world.ts'
import { refusal } from './refusal.ts'

type Folder = readonly string[]

/** The operations on folders of one record: a folder is its files. */
export function folderOperations(
  world: MemoryWorld,
): Pick<MemoryOperations, 'createFolder' | 'moveFolder' | 'deleteFolder'> {
  return {
    createFolder({ path, body: { folder } }) {
      const record = writable(world, refOf(path))
      requireName(folder)
      record.addFolder(folder)
      world.changed(record)
      return folderEntry(folder, filesBelow(record, folder).length)
    },
    moveFolder({ path, body: { folder, to } }) {
      const ref = refOf(path)
      const record = writable(world, ref)
      requireCapability(world, record, ref, 'move')
      requireName(folder)
      requireName(to)
      requireThere(record, folder)
      if (isSame(folder, to)) return { done: 0, failed: [] }
      if (isAtOrBelow(to, folder)) throw refusal('bad_request')
      if (record.folders().some((one) => isSame(one, to))) throw refusal('name_taken')
      const placeOf = (below: Folder): Folder => [...to, ...below.slice(folder.length)]
      const files = filesBelow(record, folder)
      for (const file of files) edited(world, record, ref, record.byId(file.id), { folder: placeOf(file.folder) })
      for (const below of record.removeFolder(folder)) record.addFolder(placeOf(below))
      world.changed(record)
      return { done: files.length, failed: [] }
    },
    deleteFolder({ path, body: { folder } }) {
      const ref = refOf(path)
      const record = writable(world, ref)
      requireName(folder)
      requireThere(record, folder)
      const files = filesBelow(record, folder)
      for (const file of files) deleteFile(world, record, ref, file)
      const folders = record.removeFolder(folder)
      world.changed(record)
      return {
        deleted: files.map(({ id }) => id),
        emptyFolders: folders.filter((below) => !files.some((file) => isAtOrBelow(file.folder, below))),
        failed: [],
      }
    },
  }
}

/** @throws `name_invalid` for the root, and for names that are none */
function requireName(folder: Folder): void {
  if (folder.length === 0 || !folder.every(isName)) throw refusal('name_invalid')
}

/** @throws `folder_unknown` */
function requireThere(record: MemoryRecord, folder: Folder): void {
  if (!record.folders().some((one) => isSame(one, folder))) throw refusal('folder_unknown')
}

function filesBelow(record: MemoryRecord, folder: Folder) {
  return record.files().filter((file) => isAtOrBelow(file.folder, folder))
}

function isSame(a: Folder, b: Folder): boolean {
  return a.length === b.length && isAtOrBelow(a, b)
}
