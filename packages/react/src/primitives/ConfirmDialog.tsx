import type { ReactNode } from 'react'

import { useWords } from '../messages/use-words.ts'
import { Dialog } from './Dialog.tsx'

/** Props of {@link ConfirmDialog}. */
export interface ConfirmDialogProps {
  readonly title: string
  /** Says what the button does. */
  readonly label: string
  /** Whether it is being done. */
  readonly isBusy?: boolean | undefined
  readonly onConfirm: () => void
  readonly onClose: () => void
  /** What follows from it. */
  readonly children: ReactNode
}

/** Asks before something that takes away. The focus is on *Cancel*. */
export function ConfirmDialog({ title, label, isBusy, onConfirm, onClose, children }: ConfirmDialogProps) {
  const { t } = useWords()
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="tf-button" data-kind="danger" aria-busy={isBusy} onClick={onConfirm}>
            {label}
          </button>
          <button type="button" className="tf-button" data-autofocus="" onClick={onClose}>
            {t.cancel}
          </button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}
