import type { BrowseEntry, BrowseQuery, HostFile, HostFolder } from '../../ports/host-files.ts'
import { epochMsOf } from '../../state/instant-of.ts'
import { folderText, isAtOrBelow } from './record-folders.ts'

/** One page of a folder: folders first, by name, then files as asked. A search looks at everything below as well. */
export function browseFolder(
  files: readonly HostFile[],
  folders: readonly HostFolder[],
  query: BrowseQuery,
): { readonly entries: readonly BrowseEntry[]; readonly total: number } {
  const found = {
    folders: folders.filter((folder) => isListed(folder.slice(0, -1), folder.at(-1) ?? '', query)),
    files: files.filter((file) => isListed(file.folder, file.name, query)),
  }
  const total = found.folders.length + found.files.length
  const rows = [...found.folders.toSorted(byFolderName(query.sort)), ...found.files.toSorted(bySort(query.sort))]
  const page = rows.slice(query.offset, query.offset + query.limit)
  return { entries: page.map((row) => entryOf(row, files)), total }
}

/** Whether something named `name` in `folder` belongs to the answer. */
function isListed(folder: HostFolder, name: string, query: BrowseQuery): boolean {
  if (query.search === null) return folderText(folder) === folderText(query.folder)
  return isAtOrBelow(folder, query.folder) && name.toLowerCase().includes(query.search.toLowerCase())
}

function entryOf(row: HostFile | HostFolder, files: readonly HostFile[]): BrowseEntry {
  if (!isFolder(row)) return { kind: 'file', file: row }
  return { kind: 'folder', folder: row, fileCount: files.filter((file) => isAtOrBelow(file.folder, row)).length }
}

function isFolder(row: HostFile | HostFolder): row is HostFolder {
  return Array.isArray(row)
}

function byFolderName(sort: BrowseQuery['sort']): (a: HostFolder, b: HostFolder) => number {
  const sign = sort === '-name' ? -1 : 1
  return (a, b) => sign * compareNames(a.join('/'), b.join('/'))
}

/** Equal values are ordered by name and id, so that pages never overlap. */
function bySort(sort: BrowseQuery['sort']): (a: HostFile, b: HostFile) => number {
  const sign = sort.startsWith('-') ? -1 : 1
  const compare = {
    name: (a: HostFile, b: HostFile) => compareNames(a.name, b.name),
    updatedAt: (a: HostFile, b: HostFile) => epochMsOf(a.updatedAt) - epochMsOf(b.updatedAt),
    sizeBytes: (a: HostFile, b: HostFile) => a.sizeBytes - b.sizeBytes,
    type: (a: HostFile, b: HostFile) => compareText(extensionOf(a.name), extensionOf(b.name)),
  }[sortField(sort)]
  return (a, b) => sign * compare(a, b) || compareNames(a.name, b.name) || compareNames(a.id, b.id)
}

function sortField(sort: BrowseQuery['sort']): 'name' | 'updatedAt' | 'sizeBytes' | 'type' {
  switch (sort) {
    case 'name':
    case '-name':
      return 'name'
    case 'updatedAt':
    case '-updatedAt':
      return 'updatedAt'
    case 'sizeBytes':
    case '-sizeBytes':
      return 'sizeBytes'
    case 'type':
    case '-type':
      return 'type'
  }
}

/** What follows the last dot, in lower case; nothing for a name without one, or that begins with it. */
function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : ''
}

/** Without regard to case first, then with it: the same order in every language. */
function compareNames(a: string, b: string): number {
  return compareText(a.toLowerCase(), b.toLowerCase()) || compareText(a, b)
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
