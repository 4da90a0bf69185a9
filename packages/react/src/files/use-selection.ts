import type { FileEntry } from '@twinfolder/protocol'
import { useMemo, useState } from 'react'

import { type Entry, type FilesList, entryKey } from './use-files.ts'

/** Which files are selected. By id, so that it survives a list that changes beneath it. */
export interface Selection {
  readonly files: ReadonlyMap<string, FileEntry>
  readonly has: (entry: Entry) => boolean
  readonly toggle: (index: number) => void
  readonly only: (index: number) => void
  /** From the last row that was chosen alone to `index`, both included; loads what lies between. */
  readonly extendTo: (index: number) => Promise<void>
  readonly all: () => Promise<void>
  readonly clear: () => void
}

interface State {
  readonly files: ReadonlyMap<string, FileEntry>
  readonly anchor: number
}

const nothing: State = { files: new Map(), anchor: 0 }

/** The selection of a list. Only files can be selected: there is nothing to do with several folders yet. */
export function useSelection(list: FilesList): Selection {
  const [{ files, anchor }, setState] = useState(nothing)
  return useMemo(() => {
    const range = async (first: number, last: number, nextAnchor: number) => {
      const entries = await list.load(first, last)
      setState({ files: mapOf(entries), anchor: nextAnchor })
    }
    return {
      files,
      has: (entry) => files.has(entryKey(entry)),
      toggle(index) {
        const entry = list.entryAt(index)
        if (entry?.kind !== 'file') return
        setState((state) => {
          const next = new Map(state.files)
          if (!next.delete(entryKey(entry))) next.set(entryKey(entry), entry)
          return { files: next, anchor: index }
        })
      },
      only(index) {
        const entry = list.entryAt(index)
        setState({ files: mapOf(entry ? [entry] : []), anchor: index })
      },
      extendTo: (index) => range(Math.min(anchor, index), Math.max(anchor, index), anchor),
      all: () => range(0, list.count - 1, 0),
      clear: () => setState(nothing),
    }
  }, [list, files, anchor])
}

function mapOf(entries: readonly Entry[]): ReadonlyMap<string, FileEntry> {
  return new Map(entries.flatMap((entry) => (entry.kind === 'file' ? [[entryKey(entry), entry] as const] : [])))
}
