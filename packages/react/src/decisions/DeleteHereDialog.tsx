import { useWords } from '../messages/use-words.ts'
import { Dialog } from '../primitives/Dialog.tsx'

/** Asks before files that were removed in Dropbox are deleted here, too (S5). */
export function DeleteHereDialog({
  count,
  onDelete,
  onClose,
}: {
  readonly count: number
  readonly onDelete: () => void
  readonly onClose: () => void
}) {
  const { t, crm } = useWords('dialogs')
  return (
    <Dialog
      title={t['detached.deleteTitle']({ n: count })}
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
            {t['detached.deleteHere']}
          </button>
          <button type="button" className="tf-button" data-autofocus="" onClick={onClose}>
            {t.cancel}
          </button>
        </>
      }
    >
      <p>{t['detached.deleteWarn']({ n: count, crm })}</p>
    </Dialog>
  )
}
