import {
  type KeyboardEvent,
  type ReactNode,
  createContext,
  use,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'

const CloseContext = createContext<() => void>(() => undefined)

/** A button with a menu below it: arrow keys move, Escape closes. Renders a `<div>`. */
export function Menu({
  label,
  button,
  buttonClassName,
  children,
}: {
  readonly label: string
  readonly button: ReactNode
  readonly buttonClassName?: string | undefined
  readonly children: ReactNode
}) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const trigger = useRef<HTMLButtonElement>(null)
  const close = useCallback(() => setOpen(false), [])

  useEffect(() => {
    if (!open) return
    frame.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus()
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) close()
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open, close])

  const onKeyDown = (event: KeyboardEvent): void => {
    const items = [...(frame.current?.querySelectorAll<HTMLElement>('[role=menuitem]:not(:disabled)') ?? [])]
    const at = items.findIndex((item) => item === document.activeElement)
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Escape') {
      close()
      trigger.current?.focus()
    } else if (open && step) {
      event.preventDefault()
      items[(at + step + items.length) % items.length]?.focus()
    } else if (event.key === 'Tab') close()
  }

  return (
    <div className="menu" role="presentation" ref={frame} onKeyDown={onKeyDown}>
      <button
        ref={trigger}
        type="button"
        className={buttonClassName}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      <div role="menu" id={id} aria-label={label} className="menu-popup" hidden={!open}>
        <CloseContext value={close}>{children}</CloseContext>
      </div>
    </div>
  )
}

/** One entry of a {@link Menu}. Renders a `<button>`. */
export function MenuItem({ onSelect, children }: { readonly onSelect: () => void; readonly children: ReactNode }) {
  const close = use(CloseContext)
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      onClick={() => {
        close()
        onSelect()
      }}
    >
      {children}
    </button>
  )
}

/** Closes the menu around it; for entries that are components of others. */
export function useCloseMenu(): () => void {
  return use(CloseContext)
}
