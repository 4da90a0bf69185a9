import { type KeyboardEvent, type RefObject, useCallback, useRef, useState } from 'react'
import { usePageLayoutEffect } from '../../primitives/use-page-layout-effect.ts'

/** The search field: open or not, and where the focus goes. */
export interface Search {
  readonly isOpen: boolean
  readonly inputRef: RefObject<HTMLInputElement | null>
  readonly open: () => void
  readonly close: () => void
  /** `/` and Ctrl or Cmd with F open it from anywhere in the panel. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

/**
 * Opens and closes the search; closing gives the focus back to what had it. It stays open while something is searched for.
 *
 * @param onOpen the search takes the place of whatever is there
 */
export function useSearch(
  search: string | undefined,
  onSearch: (search: string | undefined) => void,
  onOpen: () => void,
): Search {
  const [isWanted, setIsWanted] = useState(false)
  const inputRef = useRef<HTMLInputElement>(null)
  const opener = useRef<HTMLElement | null>(null)
  const isOpen = isWanted || Boolean(search)

  usePageLayoutEffect(() => {
    if (isWanted) inputRef.current?.focus()
  }, [isWanted])

  const open = useCallback(() => {
    const focused = document.activeElement
    if (focused instanceof HTMLElement && focused !== inputRef.current) opener.current = focused
    onOpen()
    inputRef.current?.select()
    inputRef.current?.focus()
    setIsWanted(true)
  }, [onOpen])
  const close = useCallback(() => {
    setIsWanted(false)
    onSearch(undefined)
    // Once the header is back, what opened the search can have the focus.
    queueMicrotask(() => setTimeout(() => opener.current?.focus()))
  }, [onSearch])
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { target, key, altKey } = event
    if (altKey || !(target instanceof Element) || target.closest('dialog')) return
    const isControl = event.ctrlKey || event.metaKey
    const isTyping = target.matches('input, textarea, [contenteditable]')
    if (!(isControl ? key.toLowerCase() === 'f' && !event.shiftKey : key === '/' && !isTyping)) return
    event.preventDefault()
    open()
  }
  return { isOpen, inputRef, open, close, onKeyDown }
}
