import {
  type FileEntry,
  type FilePage,
  type FileStateFilter,
  type FileSync,
  type FolderEntry,
  type RemoteOnlyEntry,
  folderParam,
} from '@twinfolder/protocol'

import { compareText, inNameOrder } from './name-order.ts'

type Folder = readonly string[]
/** What files can be sorted by beside their names. */
type Other = 'updatedAt' | 'sizeBytes' | 'type'

/** What {@link listEntries} lists, and how. */
export interface EntryQuery {
  readonly folder: Folder
  readonly sort: `${'' | '-'}${'name' | Other}`
  /** Empty: the folder itself; else names in it and below it. */
  readonly search: string
  /** Only such files, of the folder and below it. */
  readonly state: FileStateFilter | null
}

/**
 * One folder, or what a search finds in it and below it: folders first, then files.
 *
 * @param files in name order
 */
export function listEntries(
  files: readonly FileEntry[],
  folders: readonly Folder[],
  { folder, sort, search, state }: EntryQuery,
): FilePage['entries'] {
  const wanted = search.toLowerCase()
  const isListed = (entry: FileEntry | FolderEntry): boolean =>
    search === '' && state === null
      ? isSameFolder(entry.folder, folder)
      : isAtOrBelow(entry.folder, folder) && entry.name.toLowerCase().includes(wanted)
  const found = files.filter((file) => isListed(file) && (state === null || isInState(file.sync, state)))
  const listed = state === null && folders.length > 0 ? folderEntries(files, folders).filter(isListed) : []
  const byName = inNameOrder(listed)
  return [...(sort === '-name' ? byName.toReversed() : byName), ...sortFiles(found, sort)]
}

/** Files in name order in another one: what is alike there stays in this one. */
function sortFiles(files: readonly FileEntry[], sort: EntryQuery['sort']): readonly FileEntry[] {
  if (sort === 'name') return files
  if (sort === '-name') return files.toReversed()
  const sign = sort.startsWith('-') ? -1 : 1
  const compare = comparers[fieldOf(sort)]
  return files.toSorted((a, b) => sign * compare(a, b))
}

/** Whether a file is in a state that can be listed alone. What is tried again by itself waits. */
export function isInState(sync: FileSync | null, wanted: FileStateFilter): boolean {
  if (sync === null) return false
  const { state, code, retryAt } = sync
  switch (wanted) {
    case 'attention':
      return (
        state === 'conflict' ||
        state === 'held' ||
        state === 'blocked' ||
        (state === 'failed' && retryAt === null) ||
        (state === 'onlyInHost' && code === 'removed_in_remote')
      )
    case 'waiting':
      return (
        state === 'waiting' ||
        state === 'uploading' ||
        state === 'downloading' ||
        (state === 'failed' && retryAt !== null)
      )
    default:
      return state === wanted
  }
}

/** Whether a file that is only in Dropbox belongs to the answer: it either waits or needs a person. */
export function isRemoteOnlyListed(entry: RemoteOnlyEntry, { folder, search, state }: EntryQuery): boolean {
  if (search === '' && state === null) return isSameFolder(entry.folder, folder)
  const isWanted =
    state === null ||
    state === 'onlyInDropbox' ||
    state === (entry.sync.state === 'onlyInDropbox' ? 'waiting' : 'attention')
  return isWanted && isAtOrBelow(entry.folder, folder) && entry.name.toLowerCase().includes(search.toLowerCase())
}

function isSameFolder(one: Folder, other: Folder): boolean {
  return one.length === other.length && isAtOrBelow(one, other)
}

/** Whether `folder` is `root` or somewhere below it. */
export function isAtOrBelow(folder: Folder, root: Folder): boolean {
  return root.every((name, depth) => folder[depth] === name)
}

/** The folders as entries of the folders that they are in, each with the number of files in it and below it. */
function folderEntries(files: readonly FileEntry[], folders: readonly Folder[]): FolderEntry[] {
  const counts = new Map<string, number>()
  for (const { folder } of files) {
    for (let depth = 1; depth <= folder.length; depth += 1) {
      const key = folderParam(folder.slice(0, depth))
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  return folders.map((path) => folderEntry(path, counts.get(folderParam(path)) ?? 0))
}

/** A folder as an entry of the folder that it is in. */
export function folderEntry(path: Folder, fileCount: number): FolderEntry {
  return { kind: 'folder', name: path.at(-1) ?? '', folder: path.slice(0, -1), fileCount }
}

const comparers: Record<Other, (a: FileEntry, b: FileEntry) => number> = {
  updatedAt: (a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt),
  sizeBytes: (a, b) => a.sizeBytes - b.sizeBytes,
  type: (a, b) => compareText(extensionOf(a.name), extensionOf(b.name)),
}

function fieldOf(sort: `${'' | '-'}${Other}`): Other {
  if (sort.endsWith('updatedAt')) return 'updatedAt'
  return sort.endsWith('sizeBytes') ? 'sizeBytes' : 'type'
}

/** What follows the last dot, in lower case; nothing for a name without one, or that begins with it. */
function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : ''
}
