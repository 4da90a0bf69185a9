import { act } from '@testing-library/react'

/** Gives an element the focus, as a page does it; React's updates are done when it returns. */
export function focus(element: HTMLElement): void {
  act(() => element.focus())
}
