import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { FileEntry, FilePage, FolderEntry, RecordRef } from '@twinfolder/protocol'

import { queryKeys } from '../provider/query-keys.ts'
import { filesPageSize } from './files-view.ts'

type PageEntry = FileEntry | FolderEntry

/** What a row becomes; `null`: it goes. `isGathered`: the list also shows what lies in folders below. */
export type RowChange = (entry: PageEntry, list: { readonly isGathered: boolean }) => PageEntry | null

/**
 * Changes all cached rows of a record at once, before the server has answered, and gives what undoes it. Rows that go let the rows
 * behind them move up, so that no gap is seen; what moves in from a page that is not loaded is read as soon as the server answers.
 */
export async function patchPages(queryClient: QueryClient, record: RecordRef, change: RowChange): Promise<() => void> {
  const queryKey = queryKeys.files(record)
  // An answer that is on its way knows nothing of the change.
  await queryClient.cancelQueries({ queryKey })
  const before = queryClient.getQueriesData<FilePage>({ queryKey })
  for (const pages of byView(before).values()) {
    for (const [key, page] of shifted(pages, change)) queryClient.setQueryData(key, page)
  }
  return () => {
    for (const [key, page] of before) queryClient.setQueryData(key, page)
  }
}

/** A row after a change that Dropbox knows nothing of yet: it is not synchronised any more. */
export function changedHere(row: PageEntry, patch: Partial<Pick<PageEntry, 'name' | 'folder'>>): PageEntry {
  if (row.kind === 'folder' || row.sync?.state !== 'synced') return { ...row, ...patch }
  return { ...row, ...patch, sync: { state: 'waiting', code: null, retryAt: null } }
}

type KeyedPage = readonly [key: QueryKey, page: FilePage]

function byView(
  cached: readonly (readonly [key: QueryKey, page: FilePage | undefined])[],
): ReadonlyMap<string, readonly KeyedPage[]> {
  const views = new Map<string, KeyedPage[]>()
  for (const [key, page] of cached) {
    if (!page) continue
    const view = JSON.stringify(key.slice(0, -1))
    views.set(view, [...(views.get(view) ?? []), [key, page]])
  }
  return views
}

function shifted(pages: readonly KeyedPage[], change: RowChange): readonly KeyedPage[] {
  const sorted = [...pages].sort(([, a], [, b]) => a.offset - b.offset)
  const isGathered = isGatheringKey(sorted[0]?.[0] ?? [])
  const rows = new Map<number, PageEntry>()
  let gone = 0
  for (const [, { entries, offset }] of sorted) {
    entries.forEach((entry, at) => {
      const next = change(entry, { isGathered })
      if (next === null) gone += 1
      else rows.set(offset + at - gone, next)
    })
  }
  return sorted.map(([key, page]) => {
    const entries: PageEntry[] = []
    for (let index = page.offset; index < page.offset + filesPageSize; index += 1) {
      const row = rows.get(index)
      // What is behind a gap would stand at a wrong place.
      if (!row) break
      entries.push(row)
    }
    return [key, { ...page, entries, total: page.total === null ? null : page.total - gone }]
  })
}

function isGatheringKey(key: QueryKey): boolean {
  const order = key.at(-2)
  return typeof order === 'object' && order !== null && ('search' in order || 'state' in order)
    ? Object.entries(order).some(([name, value]) => name !== 'sort' && value !== '')
    : false
}
