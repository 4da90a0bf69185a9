import { useEffect } from 'react'

import type { LaterComponent } from './later.tsx'

/** What a person does first, with whatever they point. */
const signs = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const

/** Loads components ahead, once there is a sign of a person on the page: what a click opens is there when it is clicked. */
export function usePreload(...components: readonly Pick<LaterComponent<never>, 'preload'>[]): void {
  useEffect(() => {
    const settings = { capture: true, passive: true }
    const stop = () => {
      for (const sign of signs) document.removeEventListener(sign, preload, settings)
    }
    const preload = () => {
      stop()
      for (const component of components) component.preload()
    }
    for (const sign of signs) document.addEventListener(sign, preload, settings)
    return stop
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the components are constants
  }, [])
}
