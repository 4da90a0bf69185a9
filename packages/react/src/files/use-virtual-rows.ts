import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'

import { filesPageSize } from './files-view.ts'

/** The rows to render, and where. All rows have one height, so a place is a product and needs no bookkeeping. */
export interface VirtualRows {
  readonly indices: readonly number[]
  readonly rowHeight: number
  /** How many rows are in sight. */
  readonly inSight: number
  /** Scrolls as little as needed to bring a row into sight. */
  readonly reveal: (index: number) => void
}

interface Window {
  /** The first row in sight. */
  readonly first: number
  readonly inSight: number
  readonly rowHeight: number
}

/** Before the first measurement, on a server, and wherever nothing has a size. */
const firstWindow: Window = { first: 0, inSight: 10, rowHeight: 48 }
const overscan = 4

const useIsomorphicLayoutEffect = typeof window === 'undefined' ? useEffect : useLayoutEffect

/**
 * The rows in sight and a few around them. The active row is always among them: a focused element that goes away takes the focus
 * with it. Good for some 350,000 rows; from there on, browsers cap the height of an element.
 */
export function useVirtualRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  activeIndex: number,
): VirtualRows {
  const [{ first, inSight, rowHeight }, setWindow] = useState(firstWindow)

  useIsomorphicLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () => setWindow((before) => windowOf(element, before))
    // Rendered within the scroll event, or the next frame would show rows that are not there yet.
    const onScroll = () => flushSync(look)
    const observer = new ResizeObserver(look)
    look()
    observer.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [scroller])

  const reveal = useCallback(
    (index: number) => {
      const element = scroller.current
      if (!element) return
      const top = index * rowHeight
      const lowest = top + rowHeight - element.clientHeight
      if (element.scrollTop > top) element.scrollTo({ top, behavior: 'instant' })
      else if (element.scrollTop < lowest) element.scrollTo({ top: lowest, behavior: 'instant' })
    },
    [scroller, rowHeight],
  )

  const from = Math.max(0, Math.min(first, count - inSight) - overscan)
  const to = Math.min(count, first + inSight + overscan)
  const indices = Array.from({ length: Math.max(0, to - from) }, (_, row) => from + row)
  if (count > 0 && activeIndex < from) indices.unshift(activeIndex)
  if (activeIndex >= to && activeIndex < count) indices.push(activeIndex)
  return { indices, rowHeight, inSight, reveal }
}

/** The numbers of the pages that rows lie on. */
export function pagesOf(indices: readonly number[]): readonly number[] {
  return [...new Set(indices.map((index) => Math.floor(index / filesPageSize)))]
}

/** The height of a row comes from the style sheet, in rem, so that it follows the size of the text. A hidden list keeps its window. */
function windowOf(scroller: HTMLElement, before: Window): Window {
  const { clientHeight, scrollTop } = scroller
  if (clientHeight === 0) return before
  const rowHeight = scroller.querySelector<HTMLElement>('[role=row]')?.offsetHeight || before.rowHeight
  const next = { rowHeight, first: Math.floor(scrollTop / rowHeight), inSight: Math.ceil(clientHeight / rowHeight) + 1 }
  const isSame = next.first === before.first && next.inSight === before.inSight && rowHeight === before.rowHeight
  return isSame ? before : next
}
