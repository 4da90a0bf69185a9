import { type Virtualizer, defaultRangeExtractor, observeElementRect, useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useState } from 'react'

import { filesPageSize } from './files-view.ts'

/** Before the first measurement, on a server, and wherever nothing has a size. */
const firstRect = { width: 480, height: 420 }
const firstRowHeight = 46

/** The rows to render. The active row is always among them: a focused element that goes away takes the focus with it. */
export function useVirtualRows(
  scroller: RefObject<HTMLDivElement | null>,
  count: number,
  activeIndex: number,
): Virtualizer<HTMLDivElement, Element> {
  const [rowHeight, setRowHeight] = useState(firstRowHeight)
  // oxlint-disable-next-line react/incompatible-library -- its result is used in this render only, never memoized
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    initialRect: firstRect,
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range)
      return count === 0 || rows.includes(activeIndex)
        ? rows
        : [...rows, activeIndex].sort((left, right) => left - right)
    },
    observeElementRect: (instance, tell) =>
      observeElementRect(instance, (rect) => {
        // A hidden list keeps the size it had. One that changes may do so because the text does.
        if (rect.height === 0) return
        setRowHeight((before) => rowHeightOf(scroller.current) || before)
        tell(rect)
      }),
  })
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight])
  return virtualizer
}

/** The numbers of the pages that rows lie on. */
export function pagesOf(indices: readonly number[]): readonly number[] {
  return [...new Set(indices.map((index) => Math.floor(index / filesPageSize)))]
}

/** The height of a row comes from the style sheet, in rem, so that it follows the size of the text. */
function rowHeightOf(scroller: HTMLElement | null): number {
  return scroller?.querySelector<HTMLElement>('[role=row]')?.offsetHeight ?? 0
}
