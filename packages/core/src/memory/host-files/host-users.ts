import type { RecordKey } from '../../domain/record-ref.ts'
import type { Actor, HostFile, HostFolder } from '../../ports/host-files.ts'
import { contentsOf } from '../contents.ts'
import type { HeldContents } from './file-shelf.ts'
import type { MemoryHost } from './memory-host.ts'
import { isAtOrBelow } from './record-folders.ts'

/** A name in a folder, or both as one path, e.g. `offers/2026/quote.pdf`. */
export type HostPlace = string | { readonly folder: HostFolder; readonly name: string }

/** What the users of a memory host do and see in it, not bound by its capabilities. */
export interface HostUsers {
  /** Saves a file: new contents for the one of that name, or a new file. */
  put(record: RecordKey, place: HostPlace, bytes: Uint8Array, actor?: Actor): Promise<HostFile>
  /** Adds a file, also where one of that name is: some hosts allow two (C51). */
  putNew(record: RecordKey, place: HostPlace, bytes: Uint8Array, actor?: Actor): Promise<HostFile>
  /** Attaches a file to another record; it keeps its id (C48). @throws SyncError `not_found` */
  moveToRecord(record: RecordKey, fileId: string, to: RecordKey, actor?: Actor): HostFile
  /** Removes a folder with everything in it. */
  removeFolder(record: RecordKey, folder: HostFolder, actor?: Actor): void
  /** All files of a record in the host's order. */
  allFiles(record: RecordKey): readonly HostFile[]
  /** The present contents of a file; `null` when it is gone. */
  bytesOf(record: RecordKey, fileId: string): Uint8Array<ArrayBuffer> | null
  /** Every content of a record that is still held: current, in the history of a file, or in the trash. */
  contentsEver(record: RecordKey): readonly HeldContents[]
}

const someUser: Actor = { userId: 'user-1', name: 'Ada Lovelace', via: 'host' }

/** The users' side of a memory host. */
export function hostUsers({ shelf, write, sha256 }: MemoryHost): HostUsers {
  return {
    async put(record, place, bytes, actor = someUser) {
      const { folder, name } = placeOf(place)
      const contents = await contentsOf(bytes, sha256)
      const file = shelf.named(record, folder, name)
      return file === null ? write.add(record, { folder, name, actor }, contents) : write.change(file, contents, actor)
    },
    putNew: async (record, place, bytes, actor = someUser) =>
      write.add(record, { ...placeOf(place), actor }, await contentsOf(bytes, sha256)),
    moveToRecord: (record, fileId, to, actor = someUser) =>
      write.moveToRecord(write.existing(record, fileId), to, actor),
    removeFolder(record, folder, actor = someUser) {
      for (const file of shelf.all(record)) if (isAtOrBelow(file.folder, folder)) write.remove(file, actor)
      shelf.folders.remove(record, folder)
    },
    allFiles: (record) => shelf.all(record),
    bytesOf(record, fileId) {
      const file = shelf.get(record, fileId)
      return file === null ? null : (shelf.contents(file)?.bytes.slice() ?? null)
    },
    contentsEver: (record) => shelf.held(record),
  }
}

function placeOf(place: HostPlace): { readonly folder: HostFolder; readonly name: string } {
  if (typeof place !== 'string') return place
  const names = place.split('/')
  return { folder: names.slice(0, -1), name: names.at(-1) ?? '' }
}
