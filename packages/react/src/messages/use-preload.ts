import { useEffect } from 'react'

import type { LaterComponent } from './later.tsx'

/** Loads components ahead, when the page has nothing else to do: what a click opens is there when it is clicked. */
export function usePreload(...components: readonly Pick<LaterComponent<never>, 'preload'>[]): void {
  useEffect(() => {
    const preload = () => {
      for (const component of components) component.preload()
    }
    if (typeof requestIdleCallback === 'undefined') return preload()
    const handle = requestIdleCallback(preload, { timeout: 1000 })
    return () => cancelIdleCallback(handle)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the components are constants
  }, [])
}
