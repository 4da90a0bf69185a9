import { useEffect } from 'react'

import type { LaterComponent } from './later.tsx'

/** What a person does first, with whatever they point. */
const signs = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const
const settings = { capture: true, passive: true }

/** What waits for a sign. All of a page's buttons share the listeners: each by itself would add four to the document. */
const waiting = new Set<() => void>()

/** Loads components ahead, once there is a sign of a person on the page: what a click opens is there when it is clicked. */
export function usePreload(...components: readonly Pick<LaterComponent<never>, 'preload'>[]): void {
  useEffect(() => {
    const preload = () => {
      for (const component of components) component.preload()
    }
    if (waiting.size === 0) for (const sign of signs) document.addEventListener(sign, onSign, settings)
    waiting.add(preload)
    return () => {
      if (waiting.delete(preload) && waiting.size === 0) stop()
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the components are constants
  }, [])
}

function onSign(): void {
  stop()
  const preloads = [...waiting]
  waiting.clear()
  for (const preload of preloads) preload()
}

function stop(): void {
  for (const sign of signs) document.removeEventListener(sign, onSign, settings)
}
