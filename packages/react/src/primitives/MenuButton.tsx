import { type ReactNode, useCallback, useState } from 'react'

import { usePreload } from '../messages/use-preload.ts'
import { LateMenu } from './LateMenu.tsx'
import type { MenuEntry } from './Menu.tsx'

/** Props of {@link MenuButton}. */
export interface MenuButtonProps {
  readonly label: string
  readonly entries: readonly MenuEntry[]
  readonly className: string
  /** Names the button for the style sheet. */
  readonly part?: string | undefined
  readonly children: ReactNode
}

/** A button with a menu. Renders a `<button>` and, while open, the menu. */
export function MenuButton({ label, entries, className, part, children }: MenuButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  usePreload(LateMenu)
  const close = useCallback(() => setAnchor(null), [])
  return (
    <>
      <button
        type="button"
        className={className}
        data-part={part}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        title={label}
        onClick={({ currentTarget }) => setAnchor(anchor ? null : currentTarget)}
      >
        {children}
      </button>
      {anchor ? <LateMenu anchor={anchor} label={label} entries={entries} onClose={close} /> : null}
    </>
  )
}
