import { type RefObject, useEffect } from 'react'

const signs = ['pointerdown', 'scroll', 'resize', 'keydown'] as const

/**
 * Tells when a person turns away from a menu: presses elsewhere, scrolls, changes the size of the page, or leaves with Escape or Tab
 * while no menu is there that has the focus and sees the key itself.
 */
export function useLeave(anchor: HTMLElement, menu: RefObject<HTMLElement | null> | null, onLeave: () => void): void {
  useEffect(() => {
    const leave = (event: Event) => {
      const target = event.target instanceof Node ? event.target : null
      if (event instanceof KeyboardEvent && (menu || !['Escape', 'Tab'].includes(event.key))) return
      if (menu?.current?.contains(target) || (event.type === 'pointerdown' && anchor.contains(target))) return
      // Escape has done its work: what stands around the button keeps its selection or stays open.
      if (event instanceof KeyboardEvent && event.key === 'Escape') event.stopPropagation()
      onLeave()
    }
    const options = { capture: true, passive: true } as const
    for (const sign of signs) window.addEventListener(sign, leave, options)
    return () => {
      for (const sign of signs) window.removeEventListener(sign, leave, options)
    }
  }, [anchor, menu, onLeave])
}
