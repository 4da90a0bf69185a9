import type { FileEntry } from '@twinfolder/protocol'

import { useWords } from '../messages/use-words.ts'
import { Dialog } from '../primitives/Dialog.tsx'
import { isInDropbox } from './file-state.ts'

/** Asks before files are deleted that somebody has in Dropbox, and says how many and whose (P45). */
export function DeleteDialog({
  files,
  onDelete,
  onClose,
}: {
  readonly files: readonly FileEntry[]
  readonly onDelete: () => void
  readonly onClose: () => void
}) {
  const { t, list } = useWords('dialogs')
  const inDropbox = files.filter(isInDropbox)
  const people = [...new Set(inDropbox.flatMap(({ copies }) => copies))]
  return (
    <Dialog
      title={t['delete.title']({ n: files.length })}
      onClose={onClose}
      actions={
        <>
          <button
            type="button"
            className="tf-button"
            data-kind="danger"
            onClick={() => {
              onClose()
              onDelete()
            }}
          >
            {t['files.delete']}
          </button>
          <button type="button" className="tf-button" data-autofocus="" onClick={onClose}>
            {t.cancel}
          </button>
        </>
      }
    >
      <p>{t['delete.warn']({ n: inDropbox.length })}</p>
      {people.length > 0 ? <p className="tf-muted">{t['delete.who']({ names: list(people) })}</p> : null}
    </Dialog>
  )
}
