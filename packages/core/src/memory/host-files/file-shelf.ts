import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { ContentHash } from '../../domain/content-hash.ts'
import type { HostFile, HostFolder } from '../../ports/host-files.ts'
import type { Contents } from '../contents.ts'
import { keyText, table } from '../table.ts'
import { recordFolders } from './record-folders.ts'

interface ShelvedFile {
  readonly file: HostFile
  /** The place in the host's own order. */
  readonly order: number
}

/** Contents that the host still holds, current or in a file's history or trash. */
export interface HeldContents extends Contents {
  readonly fileId: string
  readonly state: 'current' | 'history' | 'trash'
}

/** Where the memory host keeps its files: rows, what each version held, trash and folders. */
export type FileShelf = ReturnType<typeof fileShelf>

/** An empty shelf for all records of all tenants. */
export function fileShelf() {
  const shelved = table<ShelvedFile>((row) => fileKey(row.file.record, row.file.id))
  const ofRecord = shelved.index((row) => [recordKeyText(row.file.record)])
  const named = shelved.index((row) => [nameKey(row.file.record, row.file.folder, row.file.name)])
  const hashed = shelved.index(({ file }) =>
    file.contentHash === null ? [] : [hashKey(file.record, file.contentHash)],
  )
  const trashed = table<HostFile>((file) => fileKey(file.record, file.id))
  const trashOf = trashed.index((file) => [recordKeyText(file.record)])
  /** Per file and version; the file's id is unique in the host. */
  const contents = new Map<string, Map<string, Contents>>()
  /** What each file was, oldest first. */
  const pasts = new Map<string, HostFile[]>()
  const folders = recordFolders()
  let lastOrder = 0

  const versionsOf = (fileId: string): Map<string, Contents> => contents.get(fileId) ?? new Map<string, Contents>()

  return {
    folders,
    get: (record: RecordKey, fileId: string): HostFile | null => shelved.get(fileKey(record, fileId))?.file ?? null,
    all: (record: RecordKey): readonly HostFile[] => ofRecord(recordKeyText(record)).map((row) => row.file),
    /** Files in the host's order, after a place in it. */
    after(record: RecordKey, order: number, limit: number) {
      const rest = ofRecord(recordKeyText(record)).filter((row) => row.order > order)
      const rows = rest.slice(0, limit)
      return {
        files: rows.map((row) => row.file),
        last: rows.at(-1)?.order ?? order,
        hasMore: rest.length > rows.length,
      }
    },
    /** The first file of a name in a folder. */
    named: (record: RecordKey, folder: HostFolder, name: string): HostFile | null =>
      named(nameKey(record, folder, name))[0]?.file ?? null,
    /** The first file with these contents. */
    hashed: (record: RecordKey, hash: ContentHash): HostFile | null => hashed(hashKey(record, hash))[0]?.file ?? null,
    /** What a file was, newest first. */
    past: (fileId: string): readonly HostFile[] => (pasts.get(fileId) ?? []).toReversed(),
    contents: (file: HostFile, version: string = file.version): Contents | null =>
      versionsOf(file.id).get(version) ?? null,
    put(file: HostFile, held: Contents): void {
      const known = shelved.get(fileKey(file.record, file.id))
      if (known === null) lastOrder += 1
      shelved.put({ file, order: known?.order ?? lastOrder })
      contents.set(file.id, versionsOf(file.id).set(file.version, held))
      const past = pasts.get(file.id)
      if (past) past.push(file)
      else pasts.set(file.id, [file])
      folders.add(file.record, file.folder)
    },
    /** Takes a file away for good, or into the trash. */
    take(file: HostFile, into: 'trash' | 'nothing'): void {
      shelved.delete(fileKey(file.record, file.id))
      if (into === 'trash') trashed.put(file)
      else {
        contents.delete(file.id)
        pasts.delete(file.id)
      }
    },
    /** Takes a file away to be put under another record. */
    unshelve: (file: HostFile) => shelved.delete(fileKey(file.record, file.id)),
    takeFromTrash: (record: RecordKey, fileId: string): HostFile | null => trashed.delete(fileKey(record, fileId)),
    /** The folders that have files, with their parents: all there are in a host without empty folders. */
    usedFolders(record: RecordKey): readonly HostFolder[] {
      const used = recordFolders()
      for (const row of ofRecord(recordKeyText(record))) used.add(record, row.file.folder)
      return used.all(record)
    },
    /** Every content of a record that is still held; equal contents of one file count once. */
    held(record: RecordKey): readonly HeldContents[] {
      const files = ofRecord(recordKeyText(record)).map((row) => row.file)
      const inTrash = trashOf(recordKeyText(record))
      return [
        ...files.flatMap((file) => heldOf(file, versionsOf(file.id), 'current')),
        ...inTrash.flatMap((file) => heldOf(file, versionsOf(file.id), 'trash')),
      ]
    },
  }
}

function heldOf(file: HostFile, versions: ReadonlyMap<string, Contents>, present: 'current' | 'trash') {
  const current = versions.get(file.version)
  return [...new Set(versions.values())].map((held): HeldContents => ({
    ...held,
    fileId: file.id,
    state: held === current ? present : 'history',
  }))
}

function fileKey(record: RecordKey, fileId: string): string {
  return keyText(recordKeyText(record), fileId)
}

function hashKey(record: RecordKey, hash: ContentHash): string {
  return keyText(recordKeyText(record), hash)
}

function nameKey(record: RecordKey, folder: HostFolder, name: string): string {
  return keyText(recordKeyText(record), name, ...folder)
}
