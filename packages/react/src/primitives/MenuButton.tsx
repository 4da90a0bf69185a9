import { type ReactNode, useCallback, useState } from 'react'

import { usePreload } from '../messages/use-preload.ts'
import { LateMenu } from './later-menu.tsx'
import type { MenuEntry } from './Menu.tsx'

/** Props of {@link MenuButton}. */
export type MenuButtonProps = {
  readonly label: string
  readonly className: string
  /** Names the button for the style sheet. */
  readonly part?: string | undefined
  readonly children: ReactNode
} & (
  | {
      /** Asked while the menu is open. */
      readonly entries: () => readonly MenuEntry[]
      readonly renderMenu?: undefined
    }
  /** A menu of one's own. */
  | { readonly renderMenu: (anchor: HTMLElement, close: () => void) => ReactNode; readonly entries?: undefined }
)

/** A button with a menu. Renders a `<button>` and, while open, the menu. */
export function MenuButton({ label, entries, renderMenu, className, part, children }: MenuButtonProps) {
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
      {anchor && entries ? <LateMenu anchor={anchor} label={label} entries={entries()} onClose={close} /> : null}
      {anchor && renderMenu ? renderMenu(anchor, close) : null}
    </>
  )
}
