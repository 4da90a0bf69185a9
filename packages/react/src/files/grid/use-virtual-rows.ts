import { type RefObject, useCallback, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

import { filesPageSize } from '../files-view.ts'
import { type ScrollScale, scrollScale } from './scroll-scale.ts'
import { usePageLayoutEffect } from '../../primitives/use-page-layout-effect.ts'

/** The rows to render, and where. All rows have one height, so a place is a product and needs no bookkeeping. */
export interface VirtualRows {
  readonly indices: readonly number[]
  /** The height of all rows, or what stands for it where a browser can't. */
  readonly heightPx: number
  /** Where a row stands in the element of that height. */
  readonly offsetOf: (index: number) => number
  /** The first row in sight. */
  readonly first: number
  /** How many rows are in sight, or have been since the list got its height. */
  readonly inSight: number
  /** How many rows Page Down goes. */
  readonly pageRows: number
  /** Whether there is room for columns. */
  readonly isWide: boolean
  /** Whether the list has been measured: until then a page renders no rows, as it would do so twice. */
  readonly isMeasured: boolean
  /** Scrolls as little as needed to bring a row into sight. */
  readonly reveal: (index: number) => void
}

interface Window {
  readonly first: number
  readonly inSight: number
  readonly rowHeight: number
  readonly viewport: number
  /** How far the scroll position is from the place that it stands for; 0 unless the list is too high for a browser. */
  readonly shift: number
  readonly isWide: boolean
  readonly isMeasured: boolean
}

/** Before the first measurement, on a server, and wherever nothing has a size. */
const firstWindow: Window = {
  first: 0,
  inSight: 10,
  rowHeight: 48,
  viewport: 456,
  shift: 0,
  isWide: false,
  isMeasured: false,
}
/** So many rows have a height that every browser can show. */
const mostSure = 10_000
/** One is enough: what scrolls in is rendered within the scroll event. */
const overscan = 1
/** From this width on, in widths of its text, a row has columns. The style sheet follows `data-wide`. */
const wideEm = 46

/**
 * The rows in sight and a few around them. The active row is always among them: a focused element that goes away takes the focus
 * with it.
 */
export function useVirtualRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  activeIndex: number,
): VirtualRows {
  const [seen, setWindow] = useState(firstWindow)
  const latest = useRef(firstWindow)
  const { first, inSight, rowHeight, viewport, shift, isWide, isMeasured } = seen

  usePageLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    let isRoomy = false
    const look = () => {
      const next = windowOf(element, count, isRoomy, latest.current)
      if (next === latest.current) return
      latest.current = next
      setWindow(next)
    }
    const measure = () => {
      const em = Number.parseFloat(getComputedStyle(element).fontSize) || 14
      isRoomy = element.clientWidth >= wideEm * em
      look()
    }
    // Rendered within the scroll event, or the next frame would show rows that are not there yet.
    const onScroll = () => flushSync(look)
    const observer = new ResizeObserver(measure)
    measure()
    observer.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [scroller, count])

  const reveal = useCallback(
    (index: number) => {
      const element = scroller.current
      if (!element) return
      const scale = scaleOf(count, rowHeight, viewport)
      const top = index * rowHeight
      const lowest = top + rowHeight - viewport
      const now = scale.toList(element.scrollTop)
      if (now > top) element.scrollTo({ top: scale.toScroll(top), behavior: 'instant' })
      else if (now < lowest) element.scrollTo({ top: scale.toScroll(lowest), behavior: 'instant' })
    },
    [scroller, count, rowHeight, viewport],
  )

  const from = Math.max(0, Math.min(first, count - inSight) - overscan)
  const to = Math.min(count, first + inSight + overscan)
  const indices = Array.from({ length: Math.max(0, to - from) }, (_, row) => from + row)
  if (count > 0 && activeIndex < from) indices.unshift(activeIndex)
  if (activeIndex >= to && activeIndex < count) indices.push(activeIndex)
  const { heightPx } = scaleOf(count, rowHeight, viewport)
  return {
    indices,
    heightPx,
    // The active row may be far below: it must not make the element higher than it is.
    offsetOf: (index) => Math.min(index * rowHeight + shift, heightPx - rowHeight),
    first,
    inSight,
    pageRows: Math.max(1, Math.ceil(viewport / rowHeight) - 1),
    isWide,
    isMeasured,
    reveal,
  }
}

/** The height of all rows while none has been measured, as the style sheet knows it. */
export function unmeasuredHeight(count: number): string {
  return `calc(${Math.min(count, mostSure)} * var(--_row))`
}

/** The numbers of the pages that rows lie on. */
export function pagesOf(indices: readonly number[]): readonly number[] {
  return [...new Set(indices.map((index) => Math.floor(index / filesPageSize)))]
}

function scaleOf(count: number, rowHeight: number, viewport: number): ScrollScale {
  return scrollScale(count * rowHeight, viewport)
}

/** The height of a row comes from the style sheet, in rem, so that it follows the size of the text. A hidden list keeps its window. */
function windowOf(scroller: HTMLElement, count: number, isWide: boolean, before: Window): Window {
  const { clientHeight, scrollTop } = scroller
  if (clientHeight === 0) return before.isMeasured ? before : { ...before, isMeasured: true }
  const height = (selector: string) => scroller.querySelector<HTMLElement>(selector)?.offsetHeight ?? 0
  const rowHeight =
    height('[data-index]') || Math.round(height('[role=rowgroup]') / Math.min(count, mostSure)) || before.rowHeight
  const header = height('[data-part=columns]')
  const viewport = clientHeight - header
  const top = scaleOf(count, rowHeight, viewport).toList(scrollTop)
  const first = Math.floor(top / rowHeight)
  const next: Window = {
    rowHeight,
    viewport,
    first,
    // One more while parts of two are in sight; its element then stays.
    inSight: Math.max(
      before.viewport === viewport ? before.inSight : 0,
      Math.ceil((top + viewport) / rowHeight) - first,
    ),
    shift: scrollTop - top,
    isWide,
    isMeasured: true,
  }
  const isSame = (Object.keys(next) as (keyof Window)[]).every((name) => next[name] === before[name])
  return isSame ? before : next
}
