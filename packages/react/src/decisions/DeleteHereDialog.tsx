import { useWords } from '../messages/use-words.ts'
import { ConfirmDialog } from '../primitives/ConfirmDialog.tsx'

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
    <ConfirmDialog
      title={t['detached.deleteTitle']({ n: count })}
      label={t['detached.deleteHere']}
      onConfirm={() => {
        onClose()
        onDelete()
      }}
      onClose={onClose}
    >
      <p>{t['detached.deleteWarn']({ n: count, crm })}</p>
    </ConfirmDialog>
  )
}
