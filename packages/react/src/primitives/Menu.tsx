import { type KeyboardEvent, useCallback, useRef, useState } from 'react'

import { LateIcon, type LateIconName } from '../icons/LateIcon.tsx'
import { placeBeside } from './place-beside.ts'
import { useLeave } from './use-leave.ts'
import { usePageLayoutEffect } from './use-page-layout-effect.ts'

/** One entry of a menu: something to do, or somewhere to go. */
export type MenuEntry = {
  readonly label: string
  readonly icon: LateIconName
  readonly isDanger?: boolean | undefined
  /** One of several of which one is chosen. */
  readonly isChecked?: boolean | undefined
  /** What else there is to say, at the end of the line. */
  readonly hint?: string | undefined
} & ({ readonly onSelect: () => void } | { readonly href: string })

/** Props of {@link Menu}. */
export interface MenuProps {
  /** The button that it belongs to: the menu stands beside it, and the focus goes back to it, or to the row around it that had it. */
  readonly anchor: HTMLElement
  readonly label: string
  readonly entries: readonly MenuEntry[]
  readonly onClose: () => void
}

/** A menu in the top layer, open as long as it is mounted. Arrows, Home, End and first letters move; Escape and Tab close. */
export function Menu({ anchor, label, entries, onClose }: MenuProps) {
  const ref = useRef<HTMLDivElement>(null)
  const [opener] = useState(() => openerOf(anchor))
  const close = useCallback(
    (giveFocusBack: boolean) => {
      if (giveFocusBack && opener.isConnected) opener.focus({ preventScroll: true })
      onClose()
    },
    [opener, onClose],
  )

  usePageLayoutEffect(() => {
    const menu = ref.current
    if (!menu) return
    menu.showPopover()
    placeBeside(menu, anchor)
    const items = itemsOf(menu)
    const chosen = items.find((item) => item.ariaChecked === 'true')
    ;(chosen ?? items[0])?.focus({ preventScroll: true })
  }, [anchor])

  useLeave(
    anchor,
    ref,
    useCallback(() => close(false), [close]),
  )

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const items = itemsOf(event.currentTarget)
    const at = items.findIndex((item) => item === document.activeElement)
    const next = nextItem(event.key, at, items)
    if (event.key === 'Escape' || event.key === 'Tab') close(true)
    else next?.focus()
    if (event.key === 'Escape' || next) event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={ref}
      className="tf-menu tf-quiet"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      popover="manual"
      onKeyDown={onKeyDown}
    >
      {entries.map((entry) => {
        const content = (
          <>
            <LateIcon name={entry.icon} />
            <span>{entry.label}</span>
            {entry.hint ? <span className="tf-small"> {entry.hint}</span> : null}
          </>
        )
        const shared = {
          role: entry.isChecked === undefined ? 'menuitem' : 'menuitemradio',
          'aria-checked': entry.isChecked,
          tabIndex: -1,
          className: 'tf-menu-item',
        } as const
        return 'href' in entry ? (
          <a
            {...shared}
            key={entry.label}
            href={entry.href}
            target="_blank"
            rel="noreferrer"
            onClick={() => close(true)}
          >
            {content}
          </a>
        ) : (
          <button
            {...shared}
            key={entry.label}
            type="button"
            data-danger={entry.isDanger || undefined}
            onClick={() => {
              close(true)
              entry.onSelect()
            }}
          >
            {content}
          </button>
        )
      })}
    </div>
  )
}

/** A key opens the menu of a row from the row itself: there it goes on with the next key. */
function openerOf(anchor: HTMLElement): HTMLElement {
  const focused = document.activeElement
  return focused instanceof HTMLElement && focused !== document.body && focused.contains(anchor) ? focused : anchor
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]')]
}

function nextItem(key: string, at: number, items: readonly HTMLElement[]): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
      return items[(at + 1) % items.length]
    case 'ArrowUp':
      return items.at(at - 1)
    case 'Home':
      return items[0]
    case 'End':
      return items.at(-1)
    default: {
      if (key.length !== 1 || key === ' ') return undefined
      const round = [...items.slice(at + 1), ...items.slice(0, at + 1)]
      return round.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()))
    }
  }
}
