import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'

import { type FilesList, entryKey } from './use-files.ts'

const useIsomorphicLayoutEffect = typeof window === 'undefined' ? useEffect : useLayoutEffect

/** The one row that Tab reaches. */
export interface ActiveRow {
  readonly index: number
  /** Makes a row the active one; `focus` also moves the focus there as soon as the row exists. */
  readonly moveTo: (index: number, options?: { readonly focus?: boolean }) => void
}

/**
 * Remembers the active row by what it shows and not by its place: when rows are inserted above, it stays with its file. Moves the
 * focus only if it is in the list already, or when told to.
 */
export function useActiveRow(list: FilesList, grid: RefObject<HTMLElement | null>, folder: string): ActiveRow {
  const [active, setActive] = useState<{
    readonly index: number
    readonly key: string | null
    readonly folder: string
  }>({
    index: 0,
    key: null,
    folder,
  })
  const wantsFocus = useRef(false)
  const place = active.folder === folder ? active : { index: 0, key: null }
  const known = place.key === null ? null : list.indexOf(place.key)
  const index = Math.max(0, Math.min(known ?? place.index, list.count - 1))

  useIsomorphicLayoutEffect(() => {
    const focused = document.activeElement
    const isRowFocused =
      focused !== null && focused !== grid.current && focused.matches('[role=row]') && grid.current?.contains(focused)
    if (!wantsFocus.current && !isRowFocused) return
    const row = grid.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)
    if (!row) return
    wantsFocus.current = false
    if (row !== focused) row.focus({ preventScroll: true })
  })

  const moveTo = useCallback(
    (next: number, { focus = true }: { readonly focus?: boolean } = {}) => {
      const entry = list.entryAt(next)
      wantsFocus.current = focus
      setActive({ index: next, key: entry ? entryKey(entry) : null, folder })
    },
    [list, folder],
  )
  return useMemo(() => ({ index, moveTo }), [index, moveTo])
}
