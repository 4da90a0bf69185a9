import { type RecordView, folderParam } from '@twinfolder/protocol'
import { type FormEvent, useId, useLayoutEffect, useRef, useState } from 'react'

import { codeOf } from '../../messages/code-of.ts'
import { useWords } from '../../messages/use-words.ts'
import { Dialog } from '../../primitives/Dialog.tsx'
import { isName } from '../../uploads/check-upload.ts'
import type { SelectableEntry } from '../use-selection.ts'
import { visibleName } from '../visible-name.ts'
import { FolderPicker } from './FolderPicker.tsx'
import { mayHold } from './may-hold.ts'
import { useMove } from './use-move.ts'

/** Props of {@link MoveDialog}. */
export interface MoveDialogProps {
  readonly view: RecordView
  readonly entries: readonly SelectableEntry[]
  /** The folder to begin in. */
  readonly from: readonly string[]
  readonly canCreateFolder: boolean
  readonly onCreateFolder: (folder: readonly string[]) => Promise<unknown>
  /** Called when the move has begun. */
  readonly onMove: () => void
  readonly onClose: () => void
}

/** Asks where files and folders are to go. A folder can be made on the way. */
export function MoveDialog(props: MoveDialogProps) {
  const { view, entries, from, canCreateFolder, onCreateFolder, onMove, onClose } = props
  const { t } = useWords('dialogs')
  const move = useMove(view.record)
  const [at, setAt] = useState(from)
  const [isNaming, setIsNaming] = useState(false)
  const [only] = entries
  const title =
    entries.length === 1 && only
      ? t['move.one']({ name: visibleName(only.name) })
      : t['move.some']({ n: entries.length })
  const { folders } = view.capabilities
  const isDeepest = folders !== 'nested' && at.length > 0
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <button
            type="button"
            className="tf-button"
            data-kind="primary"
            disabled={!mayHold(at, entries, view.capabilities)}
            onClick={() => {
              onClose()
              onMove()
              move({ entries, to: at })
            }}
          >
            {t['move.here']}
          </button>
          <button type="button" className="tf-button" onClick={onClose}>
            {t.cancel}
          </button>
        </>
      }
    >
      <FolderPicker
        key={folderParam(at)}
        record={view.record}
        at={at}
        onOpen={setAt}
        isOpenable={(folder) => !isMoved(folder, entries)}
      >
        {canCreateFolder && !isDeepest && !isNaming ? (
          <button type="button" className="tf-link" onClick={() => setIsNaming(true)}>
            {t.newFolder}
          </button>
        ) : null}
      </FolderPicker>
      {isNaming ? (
        <NewFolderField
          onCreate={async (name) => {
            await onCreateFolder([...at, name])
            setAt([...at, name])
            setIsNaming(false)
          }}
        />
      ) : null}
    </Dialog>
  )
}

/** What is being moved can not be where it goes. */
function isMoved(folder: readonly string[], entries: readonly SelectableEntry[]): boolean {
  const path = JSON.stringify(folder)
  return entries.some((entry) => entry.kind === 'folder' && JSON.stringify([...entry.folder, entry.name]) === path)
}

function NewFolderField({ onCreate }: { readonly onCreate: (name: string) => Promise<void> }) {
  const { t, sentence } = useWords('dialogs')
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => input.current?.focus(), [])
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!isName(name.trim())) return setProblem(sentence('name_invalid'))
    try {
      await onCreate(name.trim())
    } catch (error) {
      setProblem(sentence(codeOf(error)))
    }
  }
  return (
    <form className="tf-lines" noValidate onSubmit={(event) => void submit(event)}>
      <label htmlFor={id}>{t['newFolder.name']}</label>
      <div className="tf-line">
        <input
          id={id}
          ref={input}
          className="tf-input"
          value={name}
          maxLength={255}
          autoComplete="off"
          aria-invalid={problem !== null}
          aria-describedby={`${id}-problem`}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="tf-button">
          {t['newFolder.create']}
        </button>
      </div>
      <p id={`${id}-problem`} className="tf-field-problem" role="alert">
        {problem}
      </p>
    </form>
  )
}
