import type { FileEntry, FolderEntry } from '@twinfolder/protocol'
import { useEffect, useMemo, useRef, useState } from 'react'

import { type FilesView, viewKey } from './files-view.ts'
import { type Entry, type FilesList, entryKey } from './use-files.ts'

/** What can be selected. What is only in Dropbox can not: nothing can be done with several of them at once. */
export type SelectableEntry = FileEntry | FolderEntry

/** Which rows are selected. By id, so that it survives a list that changes beneath it. */
export interface Selection {
  /** In the order in which they were selected, as new as they are loaded. */
  readonly entries: readonly SelectableEntry[]
  readonly files: readonly FileEntry[]
  /** Whether rows are being read that nobody has looked at yet. */
  readonly isLoading: boolean
  readonly has: (entry: Entry) => boolean
  readonly toggle: (index: number) => void
  readonly only: (index: number) => void
  /** From the last row that was chosen alone to `index`, both included; loads what lies between. */
  readonly extendTo: (index: number) => Promise<void>
  readonly all: () => Promise<void>
  readonly clear: () => void
}

interface State {
  readonly scope: string
  readonly entries: ReadonlyMap<string, SelectableEntry>
  readonly anchor: { readonly index: number; readonly key: string | null }
}

const start = { index: 0, key: null }

/** The selection of a list. It ends where other rows are shown; another order of the same rows keeps it. */
export function useSelection(list: FilesList): Selection {
  const scope = scopeOf(list.view)
  const [state, setState] = useState<State>({ scope, entries: new Map(), anchor: start })
  const [isLoading, setIsLoading] = useState(false)
  /** Only the newest wish counts, however late the rows of an older one arrive. */
  const wish = useRef(0)
  useEffect(() => () => void (wish.current += 1), [])
  const { entries: selected, anchor } = state.scope === scope ? state : { entries: nothing, anchor: start }

  return useMemo(() => {
    const choose = (entries: ReadonlyMap<string, SelectableEntry>, next: State['anchor']) => {
      wish.current += 1
      setIsLoading(false)
      setState({ scope, entries, anchor: next })
    }
    const anchorAt = (index: number): State['anchor'] => {
      const entry = list.entryAt(index)
      return { index, key: entry ? entryKey(entry) : null }
    }
    const range = async (first: number, last: number, next: State['anchor']) => {
      wish.current += 1
      const mine = wish.current
      setIsLoading(true)
      try {
        const entries = await list.load(first, last)
        if (mine === wish.current) choose(mapOf(entries), next)
      } finally {
        if (mine === wish.current) setIsLoading(false)
      }
    }
    const entries = current(list, selected)
    return {
      entries,
      files: entries.filter((entry) => entry.kind === 'file'),
      isLoading,
      has: (entry) => selected.has(entryKey(entry)),
      toggle(index) {
        const entry = list.entryAt(index)
        if (!entry || !isSelectable(entry)) return
        const next = new Map(selected)
        if (!next.delete(entryKey(entry))) next.set(entryKey(entry), entry)
        choose(next, anchorAt(index))
      },
      only(index) {
        const entry = list.entryAt(index)
        choose(mapOf(entry ? [entry] : []), anchorAt(index))
      },
      extendTo(index) {
        const from = (anchor.key === null ? null : list.indexOf(anchor.key)) ?? anchor.index
        return range(Math.min(from, index), Math.max(from, index), anchor)
      },
      all: () => range(0, list.count - 1, start),
      clear: () => choose(nothing, start),
    }
  }, [list, scope, selected, anchor, isLoading])
}

const nothing: ReadonlyMap<string, SelectableEntry> = new Map()

/** Whether there is anything to do with several such rows at once. */
export function isSelectable(entry: Entry): entry is SelectableEntry {
  return entry.kind !== 'remoteOnly'
}

function scopeOf(view: FilesView): string {
  return viewKey({ ...view, sort: 'name' })
}

/** What was selected may have changed since, or be gone: gone is only what a wholly loaded list does not have. */
function current(list: FilesList, selected: ReadonlyMap<string, SelectableEntry>): readonly SelectableEntry[] {
  if (selected.size === 0) return []
  let loaded = 0
  for (const { entries } of list.pages.values()) loaded += entries.length
  const isWhole = loaded >= list.count
  return [...selected].flatMap(([key, before]) => {
    const index = list.indexOf(key)
    const now = index === null ? null : list.entryAt(index)
    if (now) return isSelectable(now) ? [now] : []
    return isWhole ? [] : [before]
  })
}

function mapOf(entries: readonly Entry[]): ReadonlyMap<string, SelectableEntry> {
  return new Map(entries.filter(isSelectable).map((entry) => [entryKey(entry), entry]))
}
