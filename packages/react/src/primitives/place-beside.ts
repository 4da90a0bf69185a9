const gap = 4
const edge = 8

/** Puts a popover below its anchor, end to end, or above it where there is no room; never beyond the window. */
export function placeBeside(popover: HTMLElement, anchor: HTMLElement): void {
  const from = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = popover
  const isRtl = getComputedStyle(anchor).direction === 'rtl'
  const left = isRtl ? from.left : from.right - width
  const below = from.bottom + gap
  const top =
    below + height + edge > window.innerHeight && from.top - gap - height > edge ? from.top - gap - height : below
  popover.style.left = `${Math.max(edge, Math.min(left, window.innerWidth - width - edge))}px`
  popover.style.top = `${top}px`
}
