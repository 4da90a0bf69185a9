import { type RefObject, useEffect, useRef } from 'react'

/**
 * Keeps the focus of who answered a question near it: when the button that was pressed goes, and the focus with it, the next button
 * of the list takes it, else the first one of what the list is part of.
 *
 * @returns to be called by each press
 */
export function useKeptFocus(listRef: RefObject<HTMLElement | null>): () => void {
  const pressed = useRef<Element | null>(null)
  // After every render: which of them takes the button away is not known.
  useEffect(() => {
    const focused = document.activeElement
    if (!pressed.current || pressed.current.isConnected || focused?.closest('dialog')) return
    pressed.current = null
    if (focused !== document.body) return
    const list = listRef.current
    const next = list?.querySelector<HTMLElement>('button') ?? list?.parentElement?.querySelector<HTMLElement>('button')
    next?.focus({ preventScroll: true })
  })
  return () => {
    if (listRef.current?.contains(document.activeElement)) pressed.current = document.activeElement
  }
}
