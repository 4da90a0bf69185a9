import { type RefObject, useCallback, useMemo, useRef, useState } from 'react'

import { viewKey } from '../files-view.ts'
import { type FilesList, entryKey } from '../use-files.ts'
import { usePageLayoutEffect } from '../../primitives/use-page-layout-effect.ts'

/** The one row that Tab reaches. */
export interface ActiveRow {
  readonly index: number
  /** Counts the times when somebody asked to see the active row: the list then scrolls to it. */
  readonly reveals: number
  /** Makes a row the active one; `focus` also moves the focus there as soon as the row exists. */
  readonly moveTo: (index: number, options?: MoveOptions) => void
  /** The list tells when one of its rows gets and loses the focus. A row that goes away loses it without a word. */
  readonly holdFocus: (isHeld: boolean) => void
  /** Gives the active row the focus that is meant for it, once the row exists. */
  readonly land: () => void
  /** Goes on with what became of the active row, e.g. of a renamed file that now lies elsewhere. Nothing if another row is active now. */
  readonly follow: (before: string, now: string, index: number) => void
}

interface MoveOptions {
  /** @default true */
  readonly focus?: boolean | undefined
  /** @default false */
  readonly reveal?: boolean | undefined
}

interface State {
  readonly index: number
  readonly key: string | null
  readonly view: string
  readonly reveals: number
}

/**
 * Remembers the active row by what it shows and not by its place: when rows are inserted above, it stays with its file. Moves the
 * focus only if it is in the list already, or when told to. Another view begins with its first row.
 */
export function useActiveRow(list: FilesList, grid: RefObject<HTMLElement | null>): ActiveRow {
  const view = viewKey(list.view)
  const [active, setActive] = useState<State>({ index: 0, key: null, view, reveals: 0 })
  const wantsFocus = useRef(false)
  const holdsFocus = useRef(false)
  const place = active.view === view ? active : { index: 0, key: null }
  const known = place.key === null ? null : list.indexOf(place.key)
  const index = Math.max(0, Math.min(known ?? place.index, list.count - 1))

  const land = useCallback(() => {
    const focused = document.activeElement
    const isRowFocused =
      focused !== null && focused !== grid.current && focused.matches('[role=row]') && grid.current?.contains(focused)
    if (isRowFocused) holdsFocus.current = true
    // The focused row was moved or deleted: the next one takes over, or a keyboard would be nowhere.
    const isLost = holdsFocus.current && (focused === null || focused === document.body)
    if (!wantsFocus.current && !isRowFocused && !isLost) return
    const row = grid.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)
    if (!row) return
    wantsFocus.current = false
    if (row !== focused) row.focus({ preventScroll: true })
  }, [grid, index])
  usePageLayoutEffect(land)

  const moveTo = useCallback(
    (next: number, { focus = true, reveal = false }: MoveOptions = {}) => {
      const entry = list.entryAt(next)
      wantsFocus.current = focus
      setActive(({ reveals }) => ({
        index: next,
        key: entry ? entryKey(entry) : null,
        view,
        reveals: reveal ? reveals + 1 : reveals,
      }))
    },
    [list, view],
  )
  const follow = useCallback((before: string, now: string, at: number) => {
    setActive((state) =>
      state.key === before || state.key === now ? { ...state, index: at, key: now, reveals: state.reveals + 1 } : state,
    )
  }, [])
  const holdFocus = useCallback((isHeld: boolean) => void (holdsFocus.current = isHeld), [])
  const { reveals } = active
  return useMemo(
    () => ({ index, reveals, moveTo, follow, holdFocus, land }),
    [index, reveals, moveTo, follow, holdFocus, land],
  )
}
