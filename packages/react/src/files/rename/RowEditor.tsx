import type { RecordRef } from '@twinfolder/protocol'

import { useServices } from '../../provider/twinfolder-context.ts'
import { filesPage } from '../files-page.ts'
import { findEntry } from '../find-entry.ts'
import type { FilesView } from '../files-view.ts'
import { entryKey } from '../use-files.ts'
import type { SelectableEntry } from '../use-selection.ts'
import { RenameField, type RenameFieldProps } from './RenameField.tsx'
import { useRename } from './use-rename.ts'

/** Props of {@link RowEditor}. */
export interface RowEditorProps extends Omit<RenameFieldProps, 'onSave'> {
  readonly record: RecordRef
  readonly view: FilesView
  /** Called when the new name is on its way: the field is not needed any more. */
  readonly onSave: () => void
  /** Called when the list has been read again, with the key that the entry has now and where it lies, as far as that is known. */
  readonly onRenamed: (key: string, index: number | null) => void
}

/** Renames the entry of a row. Loaded when the first name is changed. */
export function RowEditor({ record, view, onSave, onRenamed, ...field }: RowEditorProps) {
  const { client, queryClient } = useServices()
  const rename = useRename(record)
  async function save(entry: SelectableEntry, name: string) {
    onSave()
    const renamed = await rename({ entry, name })
    if (!renamed) return
    const readPage = (page: number) => queryClient.fetchQuery(filesPage(client, record, view, page))
    onRenamed(entryKey(renamed), await findEntry(renamed, view.sort, readPage).catch(() => null))
  }
  return <RenameField {...field} onSave={(name) => void save(field.entry, name)} />
}
