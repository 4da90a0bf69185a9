import { useQueries } from '@tanstack/react-query'
import {
  type FileEntry,
  type FilePage,
  type FolderEntry,
  type RecordRef,
  type RemoteOnlyEntry,
  folderParam,
} from '@twinfolder/protocol'
import { useMemo, useState } from 'react'

import { useServices } from '../provider/twinfolder-context.ts'
import { usePollInterval } from '../provider/use-poll-interval.ts'
import { filesPage } from './files-page.ts'
import { type FilesView, filesPageSize, viewKey } from './files-view.ts'

/** What a row of the list may be. */
export type Entry = FileEntry | FolderEntry | RemoteOnlyEntry

/** One view of a record's files, as far as it is loaded. */
export interface FilesList {
  /** What the rows show: behind the view that was asked for, while `isPlaceholder`. */
  readonly view: FilesView
  /** Whether the rows are still those of the view before. */
  readonly isPlaceholder: boolean
  /** How many rows there are, loaded or not. What is only in Dropbox comes last. */
  readonly count: number
  /** `false` where the host can't count: then `count` is what is known so far. */
  readonly isCounted: boolean
  /** The row at an index; `null` while its page is not loaded. */
  readonly entryAt: (index: number) => Entry | null
  /** The index of a loaded row by {@link entryKey}; `null` when it is not among them. */
  readonly indexOf: (key: string) => number | null
  /** The loaded pages by number. */
  readonly pages: ReadonlyMap<number, FilePage>
  readonly isPending: boolean
  readonly error: Error | null
  readonly refetch: () => void
  /** Loads what lies between two indices, both included. */
  readonly load: (first: number, last: number) => Promise<readonly Entry[]>
  /** Fetches a page that will be needed soon; nothing where there is none or it is fresh. */
  readonly prefetch: (page: number) => void
}

/** Up to here pages are read through the cache, where the rows in sight are. */
const cachedPages = 4

/**
 * A view of a record's files, in pages by number, so that the end of 100,000 files is one request away. Loads the given pages and
 * always the first one; pages that are no longer asked for stop loading.
 *
 * The rows of the view before stay until the first page of another view of the same folder is there: a new order or a search never
 * flashes an empty list. Another folder does not pretend to be the old one.
 */
export function useFiles(record: RecordRef, wantedView: FilesView, wanted: readonly number[] = [0]): FilesList {
  const { client, queryClient } = useServices()
  const refetchInterval = usePollInterval(false)
  const [shown, setShown] = useState(wantedView)
  const isOther = viewKey(shown) !== viewKey(wantedView)
  const isPlaceholder = isOther && folderParam(shown.folder) === folderParam(wantedView.folder)
  const view = isPlaceholder ? shown : wantedView
  const numbers = [...new Set([0, ...wanted])].sort((left, right) => left - right)
  const queries = numbers.map((page) => ({ ...filesPage(client, record, view, page), refetchInterval }))
  if (isPlaceholder) queries.push({ ...filesPage(client, record, wantedView, 0), refetchInterval })
  const all = useQueries({ queries }, queryClient)
  if (isOther && !(isPlaceholder && all[numbers.length]?.isPending)) setShown(wantedView)
  const results = useMemo(() => (isPlaceholder ? all.slice(0, -1) : all), [all, isPlaceholder])

  const pages = useMemo(() => {
    const loaded = results.flatMap(({ data }) => (data ? [[data.offset / filesPageSize, data] as const] : []))
    return new Map(loaded)
  }, [results])

  return useMemo(() => {
    const { total, remoteOnly, isCounted } = sizeOf(pages, results)
    const entryAt = (index: number): Entry | null => {
      if (index >= total) return remoteOnly[index - total] ?? null
      return pages.get(Math.floor(index / filesPageSize))?.entries[index % filesPageSize] ?? null
    }
    return {
      view,
      isPlaceholder,
      count: total + remoteOnly.length,
      isCounted,
      entryAt,
      indexOf: indexOfRow(pages, total, remoteOnly),
      pages,
      isPending: results[0]?.isPending ?? true,
      error: results.find(({ error }) => error !== null)?.error ?? null,
      refetch: () => void Promise.all(results.map((result) => result.refetch())),
      async load(first: number, last: number) {
        const from = Math.floor(first / filesPageSize)
        const to = Math.floor(last / filesPageSize)
        if (to - from >= cachedPages) {
          const { loadRange } = await import('./load-range.ts')
          return loadRange(client, record, view, first, Math.min(last, total - 1))
        }
        const some = await Promise.all(
          Array.from({ length: to - from + 1 }, (_, at) =>
            queryClient.ensureQueryData(filesPage(client, record, view, from + at)),
          ),
        )
        return some.flatMap(({ entries, offset }) => entries.slice(Math.max(0, first - offset), last - offset + 1))
      },
      prefetch(page: number) {
        if (page < 0 || page * filesPageSize >= total) return
        void queryClient.prefetchQuery(filesPage(client, record, view, page))
      },
    }
  }, [pages, results, queryClient, client, record, view, isPlaceholder])
}

/** What identifies a row. */
export function entryKey(entry: Entry): string {
  return entry.kind === 'file' ? `file:${entry.id}` : `${entry.kind}:${[...entry.folder, entry.name].join('/')}`
}

/** Finds loaded rows by {@link entryKey}. Who only scrolls never asks: all keys are made with the first question. */
function indexOfRow(
  pages: ReadonlyMap<number, FilePage>,
  total: number,
  remoteOnly: readonly RemoteOnlyEntry[],
): FilesList['indexOf'] {
  let indices: Map<string, number> | null = null
  return (key) => {
    if (!indices) {
      indices = new Map()
      for (const [page, { entries }] of pages) {
        for (const [index, entry] of entries.entries()) indices.set(entryKey(entry), page * filesPageSize + index)
      }
      for (const [index, entry] of remoteOnly.entries()) indices.set(entryKey(entry), total + index)
    }
    return indices.get(key) ?? null
  }
}

/** The newest page knows best. A host that can't count gives as many rows as are loaded, and one more while there may be one. */
function sizeOf(
  pages: ReadonlyMap<number, FilePage>,
  results: readonly { readonly data: FilePage | undefined; readonly dataUpdatedAt: number }[],
): { readonly total: number; readonly remoteOnly: readonly RemoteOnlyEntry[]; readonly isCounted: boolean } {
  const newest = results.reduce((best, one) => (one.data && one.dataUpdatedAt > best.dataUpdatedAt ? one : best), {
    data: pages.get(0),
    dataUpdatedAt: 0,
  }).data
  if (!newest) return { total: 0, remoteOnly: [], isCounted: true }
  if (newest.total !== null) return { total: newest.total, remoteOnly: newest.remoteOnly, isCounted: true }
  const last = Math.max(...pages.keys())
  const inLast = pages.get(last)?.entries.length ?? 0
  const more = inLast === filesPageSize ? 1 : 0
  return {
    total: last * filesPageSize + inLast + more,
    remoteOnly: more ? [] : newest.remoteOnly,
    isCounted: more === 0,
  }
}
