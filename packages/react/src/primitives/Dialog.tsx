import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'

/** Props of {@link Dialog}. */
export interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  /** Buttons at the end. The first is the one to press. One with `data-autofocus` gets the focus: the harmless one where the other is not. */
  readonly actions?: ReactNode
  /** `sheet`: at the end of a wide window, from top to bottom. `full`: all of the window. @default 'small' */
  readonly size?: 'small' | 'large' | 'sheet' | 'full' | undefined
}

/** A modal dialog; the browser keeps the focus inside and gives it back. Open as long as it is mounted. Renders a `<dialog>`. */
export function Dialog({ title, onClose, children, actions, size = 'small' }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // Before the element goes: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current
    if (dialog && !dialog.open) dialog.showModal()
    dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => dialog?.close()
  }, [])
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Escape does the same
    <dialog
      ref={ref}
      className="tf-root tf-dialog"
      data-size={size}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div className="tf-dialog-body">
        <h2 id={titleId} className="tf-heading">
          {title}
        </h2>
        {children}
        {actions ? <div className="tf-dialog-actions">{actions}</div> : null}
      </div>
    </dialog>
  )
}
