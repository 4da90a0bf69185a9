import { type Conflict, type FileEntry, type RecordRef, type RecordSync, folderParam } from '@twinfolder/protocol'

import { freeName } from './free-name.ts'
import { isAtOrBelow } from './list-entries.ts'
import {
  type MemoryFile,
  type MemoryFileSync,
  type StoredFile,
  filePath,
  patchedFile,
  storedFile,
} from './memory-file.ts'
import { inNameOrder } from './name-order.ts'
import type { MemoryRecordSettings } from './record-settings.ts'
import { refusal } from './refusal.ts'

/** A record with its files. */
export interface MemoryRecordOptions extends MemoryRecordSettings {
  readonly files?: readonly MemoryFile[] | undefined
  /** Folders without files. Those of the files need not be given. */
  readonly folders?: readonly (readonly string[])[] | undefined
  /** Two files each, by path or name, that are two versions of one. Both show as `conflict`. */
  readonly conflicts?: readonly MemoryConflict[] | undefined
}

/** Two versions of a file: the CRM's, which kept the name, and Dropbox's beside it. */
export interface MemoryConflict {
  readonly host: string
  readonly remote: string
  /** @default all three */
  readonly choices?: Conflict['choices'] | undefined
}

/** What a record says about itself; `null` is counted from its files, or comes from the connection. */
export type MemorySync = Omit<RecordSync, 'link' | Counted> & {
  readonly [Name in 'link' | Counted]: RecordSync[Name] | null
}
type Counted = 'attention' | 'detached' | 'held' | 'conflicts'

/** A conflict by the ids of its files. */
export interface StoredConflict {
  readonly hostId: string
  readonly remoteId: string
  readonly choices: Conflict['choices']
}

/** The state of one record. Who changes it sends the hint. */
export interface MemoryRecord {
  /** The records that show it, by key: more than one where all records are alike. */
  readonly refs: Map<string, RecordRef>
  settings: MemoryRecordSettings
  sync: MemorySync
  /** In name order; another list after each change. */
  files(): readonly FileEntry[]
  /** @throws `file_unknown` */
  byId(fileId: string): StoredFile
  /** By path (`Contracts/quote.pdf`) or, where that finds nothing, by name. @throws RangeError when there is none */
  named(pathOrName: string): StoredFile
  /** A taken name gets ` (2)`. */
  add(file: MemoryFile): FileEntry
  patch(file: StoredFile, patch: Partial<MemoryFile>): FileEntry
  /** New states by path or name; gives the files that have one. */
  setStates(states: Readonly<Record<string, MemoryFileSync>>): readonly FileEntry[]
  /** Into the trash, out of which {@link MemoryRecord.restore} takes it. */
  remove(fileId: string): void
  /** `null` when it is not in the trash. */
  restore(fileId: string): FileEntry | null
  conflicts(): readonly StoredConflict[]
  endConflict(conflict: StoredConflict): void
  /** A folder has all its parents and stays when its last file is gone. */
  folders(): readonly (readonly string[])[]
  addFolder(folder: readonly string[]): void
  /** Forgets a folder and those below it, and gives them. */
  removeFolder(folder: readonly string[]): readonly (readonly string[])[]
}

const notEnrolled: MemorySync = {
  link: null,
  phase: 'notEnrolled',
  progress: null,
  direction: 'both',
  missing: [],
  attention: null,
  detached: null,
  held: null,
  conflicts: null,
  lastSettledAt: null,
  checkedAt: null,
}

/** Makes a {@link MemoryRecord}. */
export function memoryRecord({
  files = [],
  folders = [],
  conflicts = [],
  ...settings
}: MemoryRecordOptions): MemoryRecord {
  const stored = new Map<string, StoredFile>()
  const trash = new Map<string, StoredFile>()
  const known = new Map<string, readonly string[]>()
  let lastId = 0
  let entries: readonly FileEntry[] | null = null

  function addFolder(folder: readonly string[]): void {
    for (let depth = 1; depth <= folder.length; depth += 1) {
      const parent = folder.slice(0, depth)
      known.set(folderParam(parent), parent)
    }
  }

  function put(file: StoredFile): FileEntry {
    stored.set(file.entry.id, file)
    addFolder(file.entry.folder)
    entries = null
    return file.entry
  }

  function insert(file: MemoryFile): FileEntry {
    lastId += 1
    return put(storedFile(file, `file-${lastId}`))
  }

  function listed(): readonly FileEntry[] {
    return (entries ??= inNameOrder([...stored.values()].map(({ entry }) => entry)))
  }

  function named(pathOrName: string): StoredFile {
    const all = [...stored.values()]
    const file =
      all.find(({ entry }) => filePath(entry) === pathOrName) ?? all.find(({ entry }) => entry.name === pathOrName)
    if (!file) throw new RangeError(`There is no file "${pathOrName}" in this record.`)
    return file
  }

  for (const folder of folders) addFolder(folder)
  for (const file of files) insert(file)
  const inConflict = (name: string): string =>
    put(patchedFile(named(name), { sync: { state: 'conflict', code: 'conflict' } })).id
  let undecided: readonly StoredConflict[] = conflicts.map(
    ({ host, remote, choices = ['host', 'remote', 'both'] }) => ({
      hostId: inConflict(host),
      remoteId: inConflict(remote),
      choices,
    }),
  )
  // As a database has its index before it is asked.
  listed()
  return {
    refs: new Map(),
    settings,
    sync: { ...notEnrolled, ...settings.sync },
    files: listed,
    byId(fileId) {
      const file = stored.get(fileId)
      if (!file) throw refusal('file_unknown')
      return file
    },
    named,
    add(file) {
      const taken = new Set([...stored.values()].map(({ entry }) => filePath(entry)))
      const isTaken = (name: string): boolean => taken.has(filePath({ folder: file.folder ?? [], name }))
      return insert({ ...file, name: freeName(file.name, isTaken) })
    },
    patch: (file, patch) => put(patchedFile(file, patch)),
    setStates(states) {
      const wanted = new Map(Object.entries(states))
      return [...stored.values()].flatMap((file) => {
        const sync = wanted.get(filePath(file.entry)) ?? wanted.get(file.entry.name)
        return sync === undefined ? [] : [put(patchedFile(file, { sync }))]
      })
    },
    remove(fileId) {
      const file = stored.get(fileId)
      if (file) trash.set(fileId, file)
      stored.delete(fileId)
      undecided = undecided.filter(({ hostId, remoteId }) => hostId !== fileId && remoteId !== fileId)
      entries = null
    },
    restore(fileId) {
      const file = trash.get(fileId)
      trash.delete(fileId)
      return file ? put(file) : null
    },
    conflicts: () => undecided,
    endConflict(conflict) {
      undecided = undecided.filter((one) => one !== conflict)
    },
    folders: () => [...known.values()],
    addFolder(folder) {
      addFolder(folder)
      entries = null
    },
    removeFolder(folder) {
      const gone = [...known].filter(([, path]) => isAtOrBelow(path, folder))
      for (const [key] of gone) known.delete(key)
      entries = null
      return gone.map(([, path]) => path)
    },
  }
}
