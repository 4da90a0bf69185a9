import { useWords } from '../messages/use-words.ts'
import { Dialog } from '../primitives/Dialog.tsx'
import { Problem } from '../primitives/Problem.tsx'
import { useUnlink } from './use-connection.ts'

/** Asks before unlinking and says that no file goes (P52). */
export function DisconnectDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, crm } = useWords('card')
  const unlink = useUnlink()
  return (
    <Dialog
      title={t.disconnect}
      onClose={onClose}
      actions={
        <>
          <button
            type="button"
            className="tf-button"
            data-kind="danger"
            aria-busy={unlink.isPending}
            onClick={() => unlink.mutate(undefined, { onSuccess: onClose })}
          >
            {t['disconnect.confirm']}
          </button>
          <button type="button" className="tf-button" data-autofocus="" onClick={onClose}>
            {t.cancel}
          </button>
        </>
      }
    >
      <p>{t['disconnect.keep']({ crm })}</p>
      {unlink.error ? <Problem error={unlink.error} /> : null}
    </Dialog>
  )
}
