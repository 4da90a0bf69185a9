import type { RecordRef } from '@twinfolder/protocol'
import { type ReactNode, useState } from 'react'

import { useServices } from '../../provider/twinfolder-context.ts'
import { filesPage } from '../files-page.ts'
import type { ActiveRow } from '../grid/use-active-row.ts'
import { type Entry, type FilesList, entryKey } from '../use-files.ts'
import type { SelectableEntry } from '../use-selection.ts'
import { RenameField } from './RenameField.tsx'
import { useRename } from './use-rename.ts'

/** The row whose name is being changed. */
export interface RowRename {
  readonly begin: (entry: SelectableEntry) => void
  /** The field in the place of the name; `null` for every other row. */
  readonly editorOf: (entry: Entry) => ReactNode
}

/** Renames in the row. Wherever the new name puts it, the list follows. */
export function useRowRename(record: RecordRef, list: FilesList, active: ActiveRow): RowRename {
  const { client, queryClient } = useServices()
  const rename = useRename(record)
  const [key, setKey] = useState<string | null>(null)

  async function save(entry: SelectableEntry, name: string) {
    const { view } = list
    const index = list.indexOf(entryKey(entry)) ?? active.index
    setKey(null)
    active.moveTo(index)
    const renamed = await rename({ entry, name })
    if (!renamed) return
    const readPage = (page: number) => queryClient.fetchQuery(filesPage(client, record, view, page))
    const { findEntry } = await import('../find-entry.ts')
    const found = await findEntry(renamed, view.sort, readPage).catch(() => null)
    active.follow(entryKey(entry), entryKey(renamed), found ?? index)
  }

  return {
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
      return (
        <RenameField
          entry={entry}
          isTaken={isTaken}
          onSave={(name) => void save(entry, name)}
          onCancel={() => {
            setKey(null)
            active.moveTo(list.indexOf(key) ?? active.index)
          }}
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
