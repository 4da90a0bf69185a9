import type { RecordView } from '@twinfolder/protocol'

import { ExplainFileDialog } from '../explain/ExplainFileDialog.tsx'
import type { RemedyActions } from '../explain/use-remedies.ts'
import { DeleteDialog } from './delete/DeleteDialog.tsx'
import { MoveDialog } from './move/MoveDialog.tsx'
import { NewFolderDialog } from './NewFolderDialog.tsx'
import { type Entry, type FilesList, entryKey } from './use-files.ts'
import type { SelectableEntry } from './use-selection.ts'

/** What a dialog about entries of a list asks or explains. */
export type FilesQuestionType =
  | { readonly type: 'newFolder' }
  | { readonly type: 'delete'; readonly entries: readonly SelectableEntry[] }
  | { readonly type: 'move'; readonly entries: readonly SelectableEntry[] }
  | { readonly type: 'explain'; readonly entry: Exclude<Entry, { kind: 'folder' }> }

/** Props of {@link FilesQuestion}. */
export interface FilesQuestionProps {
  readonly question: FilesQuestionType
  readonly view: RecordView
  readonly list: FilesList
  /** The folder that the list shows. */
  readonly folder: readonly string[]
  readonly canCreateFolder: boolean
  readonly onCreateFolder: (folder: readonly string[]) => Promise<unknown>
  readonly onDelete: (entries: readonly SelectableEntry[]) => void
  readonly onMove: () => void
  /** Whether the state of the record is the user's to change. */
  readonly canAct: boolean
  readonly actionsOf: (entry: Exclude<Entry, { kind: 'folder' }>) => RemedyActions
  readonly onClose: () => void
}

/** The dialog of a question. Loaded when the first one is asked. */
export function FilesQuestion(props: FilesQuestionProps) {
  const { question, view, list, folder, canCreateFolder, onCreateFolder } = props
  const { onDelete, onMove, canAct, actionsOf, onClose } = props
  switch (question.type) {
    case 'newFolder':
      return <NewFolderDialog onClose={onClose} onCreate={(name) => onCreateFolder([...folder, name])} />
    case 'delete':
      return (
        <DeleteDialog
          entries={question.entries}
          view={view}
          onClose={onClose}
          onDelete={() => onDelete(question.entries)}
        />
      )
    case 'move':
      return (
        <MoveDialog
          view={view}
          entries={question.entries}
          from={folder}
          canCreateFolder={canCreateFolder}
          onCreateFolder={onCreateFolder}
          onMove={onMove}
          onClose={onClose}
        />
      )
    case 'explain': {
      const entry = asItIs(list, question.entry)
      return (
        <ExplainFileDialog view={view} entry={entry} canAct={canAct} actions={actionsOf(entry)} onClose={onClose} />
      )
    }
  }
}

/** An entry as the list has it now: what a dialog says of a state goes on with it. */
function asItIs<Some extends Entry>(list: FilesList, entry: Some): Some {
  const index = list.indexOf(entryKey(entry))
  const present = index === null ? null : list.entryAt(index)
  return present?.kind === entry.kind ? (present as Some) : entry
}
