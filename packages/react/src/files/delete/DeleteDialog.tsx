import type { RecordView } from '@twinfolder/protocol'

import { useWords } from '../../messages/use-words.ts'
import { ConfirmDialog } from '../../primitives/ConfirmDialog.tsx'
import type { SelectableEntry } from '../use-selection.ts'
import { visibleName } from '../visible-name.ts'
import { isInDropbox } from './is-in-dropbox.ts'

/** Asks before files are deleted that somebody has in Dropbox, and says how many and whose (P45). */
export function DeleteDialog({
  entries,
  view,
  onDelete,
  onClose,
}: {
  readonly entries: readonly SelectableEntry[]
  readonly view: RecordView
  readonly onDelete: () => void
  readonly onClose: () => void
}) {
  const { t, list } = useWords('dialogs')
  const [only] = entries
  const hasFolders = entries.some(({ kind }) => kind === 'folder')
  const inDropbox = entries.filter((entry) => entry.kind === 'file' && isInDropbox(entry, view))
  const people = peopleOf(entries, view)
  return (
    <ConfirmDialog
      title={
        !hasFolders
          ? t['delete.title']({ n: entries.length })
          : entries.length === 1 && only
            ? t['delete.folder']({ name: visibleName(only.name) })
            : t['delete.entries']({ n: entries.length })
      }
      label={t['files.delete']}
      onConfirm={() => {
        onClose()
        onDelete()
      }}
      onClose={onClose}
    >
      <p>{hasFolders ? t['delete.warnFolder'] : t['delete.warn']({ n: inDropbox.length })}</p>
      {people.length > 0 ? <p className="tf-muted">{t['delete.who']({ names: list(people) })}</p> : null}
    </ConfirmDialog>
  )
}

function peopleOf(entries: readonly SelectableEntry[], view: RecordView): readonly string[] {
  const names = entries.flatMap((entry) => (entry.kind === 'file' ? entry.copies : view.alsoSyncedBy))
  return [...new Set(names)]
}
