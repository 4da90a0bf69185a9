import type { RecordRef } from '@twinfolder/protocol'
import { type ReactNode, useState } from 'react'

import { later } from '../../messages/later.tsx'
import type { ActiveRow } from '../grid/use-active-row.ts'
import { type Entry, type FilesList, entryKey } from '../use-files.ts'
import type { SelectableEntry } from '../use-selection.ts'
import type { RowEditorProps } from './RowEditor.tsx'

const loadEditor = async () => (await import('./RowEditor.tsx')).RowEditor

const RowEditor = later<RowEditorProps>({
  load: loadEditor,
  parts: [],
  onFailed: ({ onCancel }) => onCancel(),
})

/** The row whose name is being changed. */
export interface RowRename {
  /** Fetches the field before it is asked for, so that no letter of a fast typist is lost. */
  readonly prepare: () => void
  readonly begin: (entry: SelectableEntry) => void
  /** The field in the place of the name; `null` for every other row. */
  readonly editorOf: (entry: Entry) => ReactNode
}

/** Renames in the row. Wherever the new name puts it, the list follows. */
export function useRowRename(record: RecordRef, list: FilesList, active: ActiveRow): RowRename {
  const [key, setKey] = useState<string | null>(null)

  return {
    // A failure is told when the field is asked for.
    prepare: () => void loadEditor().catch(() => null),
    begin(entry) {
      const index = list.indexOf(entryKey(entry))
      if (index === null) return
      active.moveTo(index, { focus: false, reveal: true })
      setKey(entryKey(entry))
    },
    editorOf(entry) {
      if (entry.kind === 'remoteOnly' || entryKey(entry) !== key) return null
      const isTaken = (name: string) =>
        [...list.pages.values()].some(({ entries }) => entries.some((other) => isSamePlace(other, entry, name)))
      const before = entryKey(entry)
      const index = list.indexOf(before) ?? active.index
      const end = () => {
        setKey(null)
        active.moveTo(index)
      }
      return (
        <RowEditor
          key={before}
          record={record}
          view={list.view}
          entry={entry}
          isTaken={isTaken}
          onSave={end}
          onCancel={end}
          onRenamed={(now, found) => active.follow(before, now, found ?? index)}
        />
      )
    },
  }
}

/** Names that differ in nothing but their case are one name. */
function isSamePlace(other: Entry, entry: SelectableEntry, name: string): boolean {
  return (
    entryKey(other) !== entryKey(entry) &&
    other.folder.join('/') === entry.folder.join('/') &&
    other.name.toLowerCase() === name.toLowerCase()
  )
}
