import type { BrowseEntry, BrowseQuery, FileSort, HostFile, HostFiles, HostFolder, RecordKey } from '@twinfolder/core'

const PAGE = 500

/** One folder as a person browses it: by the host itself where it can, else from a complete list. */
export async function browseFiles(
  files: HostFiles,
  record: RecordKey,
  query: BrowseQuery,
): Promise<{ readonly entries: readonly BrowseEntry[]; readonly total: number }> {
  if (files.browse) return files.browse(record, query)
  const all = await everyFile(files, record)
  const empty = files.capabilities(record.module).emptyFolders ? ((await files.folders?.(record)) ?? []) : []
  const entries = [...foldersOf(all, empty, query), ...filesOf(all, query)]
  return { entries: entries.slice(query.offset, query.offset + query.limit), total: entries.length }
}

/** All files of a record, page by page. */
export async function everyFile(files: HostFiles, record: RecordKey): Promise<readonly HostFile[]> {
  const all: HostFile[] = []
  for (let after: string | null = null; ;) {
    const page: Awaited<ReturnType<HostFiles['list']>> = await files.list(record, { after, limit: PAGE })
    all.push(...page.files)
    if (page.next === null) return all
    after = page.next
  }
}

function foldersOf(all: readonly HostFile[], empty: readonly HostFolder[], query: BrowseQuery): readonly BrowseEntry[] {
  const files = new Map<string, number>()
  for (const folder of empty) files.set(JSON.stringify(folder), 0)
  for (const { folder } of all) {
    for (let depth = 1; depth <= folder.length; depth += 1) {
      const above = JSON.stringify(folder.slice(0, depth))
      files.set(above, (files.get(above) ?? 0) + 1)
    }
  }
  const sign = query.sort === '-name' ? -1 : 1
  return [...files]
    .map(([text, fileCount]) => ({ kind: 'folder' as const, folder: foldersName(text), fileCount }))
    .filter(({ folder }) => isListed(folder.slice(0, -1), folder.at(-1) ?? '', query))
    .sort((a, b) => sign * compareNames(a.folder.join('/'), b.folder.join('/')))
}

function filesOf(all: readonly HostFile[], query: BrowseQuery): readonly BrowseEntry[] {
  return all
    .filter((file) => isListed(file.folder, file.name, query))
    .sort(filesBy(query.sort))
    .map((file) => ({ kind: 'file', file }))
}

/** Compares files. Equal values are ordered by name and id, so that pages never overlap. */
export function filesBy(sort: FileSort): (a: HostFile, b: HostFile) => number {
  const sign = sort.startsWith('-') ? -1 : 1
  const compare = (a: HostFile, b: HostFile): number => {
    if (sort.endsWith('sizeBytes')) return a.sizeBytes - b.sizeBytes
    if (sort.endsWith('type')) return compareText(extensionOf(a.name), extensionOf(b.name))
    if (sort.endsWith('updatedAt')) return Date.parse(a.updatedAt) - Date.parse(b.updatedAt)
    return compareNames(a.name, b.name)
  }
  return (a, b) => sign * compare(a, b) || compareNames(a.name, b.name) || compareText(a.id, b.id)
}

/** What follows the last dot, in lower case; nothing for a name without one, or that begins with it. */
function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : ''
}

/** A search looks at everything below the folder as well. */
export function isListed(
  parent: HostFolder,
  name: string,
  { folder, search }: Pick<BrowseQuery, 'folder' | 'search'>,
): boolean {
  const isAtOrBelow = folder.every((part, index) => parent[index] === part)
  if (search === null) return isAtOrBelow && parent.length === folder.length
  return isAtOrBelow && name.toLowerCase().includes(search.toLowerCase())
}

function foldersName(text: string): HostFolder {
  const names: readonly string[] = JSON.parse(text)
  return names
}

/** Without regard to case first, then with it: the same order in every language. */
function compareNames(a: string, b: string): number {
  return compareText(a.toLowerCase(), b.toLowerCase()) || compareText(a, b)
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
