import type { FilePage } from '@twinfolder/protocol'

import { type FilesSort, filesPageSize } from './files-view.ts'
import { sortOf } from './sort-by.ts'
import { type Entry, entryKey } from './use-files.ts'
import type { SelectableEntry } from './use-selection.ts'

/**
 * The index of an entry whose place nobody knows, such as that of a file that was just renamed: some ten pages of 100,000 rows are
 * read. `null` where the list does not have it, or is sorted by rules of its own.
 */
export async function findEntry(
  wanted: SelectableEntry,
  sort: FilesSort | undefined,
  readPage: (page: number) => Promise<FilePage>,
): Promise<number | null> {
  const key = entryKey(wanted)
  const compare = comparer(sort)
  let low = 0
  let high = Math.max(0, Math.ceil(((await readPage(0)).total ?? filesPageSize) / filesPageSize) - 1)
  while (low <= high) {
    const middle = Math.floor((low + high) / 2)
    const { entries, offset } = await readPage(middle)
    const at = entries.findIndex((entry) => entryKey(entry) === key)
    if (at >= 0) return offset + at
    const [first] = entries
    const last = entries.at(-1)
    if (!first || !last || compare(wanted, first) < 0) high = middle - 1
    else if (compare(wanted, last) > 0) low = middle + 1
    else return null
  }
  return null
}

/** The order of the contract: folders first and by name, names without regard to case first. */
function comparer(sort: FilesSort | undefined): (a: Entry, b: Entry) => number {
  const { field, isDescending } = sortOf(sort)
  const sign = isDescending ? -1 : 1
  return (a, b) => {
    if (a.kind !== 'file' || b.kind !== 'file') {
      if (a.kind !== b.kind) return a.kind === 'folder' ? -1 : 1
      return (field === 'name' ? sign : 1) * compareNames(a.name, b.name)
    }
    const byField = {
      name: () => 0,
      updatedAt: () => Date.parse(a.updatedAt) - Date.parse(b.updatedAt),
      sizeBytes: () => a.sizeBytes - b.sizeBytes,
      type: () => compareText(extension(a.name), extension(b.name)),
    }[field]()
    return sign * byField || (field === 'name' ? sign : 1) * compareNames(a.name, b.name)
  }
}

function compareNames(a: string, b: string): number {
  return compareText(a.toLowerCase(), b.toLowerCase()) || compareText(a, b)
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function extension(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase()
}
