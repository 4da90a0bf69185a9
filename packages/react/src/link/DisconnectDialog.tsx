import { useWords } from '../messages/use-words.ts'
import { ConfirmDialog } from '../primitives/ConfirmDialog.tsx'
import { Problem } from '../primitives/Problem.tsx'
import { useUnlink } from './use-connection.ts'

/** Asks before unlinking and says that no file goes (P52). */
export function DisconnectDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, crm } = useWords('card')
  const unlink = useUnlink()
  return (
    <ConfirmDialog
      title={t.disconnect}
      label={t['disconnect.confirm']}
      isBusy={unlink.isPending}
      onConfirm={() => unlink.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t['disconnect.keep']({ crm })}</p>
      {unlink.error ? <Problem error={unlink.error} /> : null}
    </ConfirmDialog>
  )
}
