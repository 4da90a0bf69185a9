/** Browsers cap the height of an element; the lowest cap, Firefox's, is some 17.9 million pixels. */
const maxHeightPx = 15_000_000

/** How a scroll bar of limited height stands for a list of any height. */
export interface ScrollScale {
  /** The height that the element gets. */
  readonly heightPx: number
  /** Where in the list a scroll position is. */
  readonly toList: (scrollTop: number) => number
  /** The scroll position of a place in the list. */
  readonly toScroll: (listTop: number) => number
}

/** One to one as long as the list fits; else the scroll bar covers the list from its first to its last pixel, in larger steps. */
export function scrollScale(listHeightPx: number, viewportPx: number): ScrollScale {
  if (listHeightPx <= maxHeightPx) {
    return { heightPx: listHeightPx, toList: (top) => top, toScroll: (top) => top }
  }
  const factor = (listHeightPx - viewportPx) / (maxHeightPx - viewportPx)
  return { heightPx: maxHeightPx, toList: (top) => top * factor, toScroll: (top) => top / factor }
}
