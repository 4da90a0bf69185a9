import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react'

import { showToast } from '../provider/Toasts.tsx'
import { useServices, useTwinfolder } from '../provider/twinfolder-context.ts'
import type { LaterPart } from './language.ts'
import { useWords } from './use-words.ts'
import { WhenReady } from './WhenReady.tsx'

/** What a component that is loaded later is made of. */
export interface LaterOptions<Props> {
  readonly load: () => Promise<ComponentType<Props>>
  /** The parts of the language that it, and what it renders, names in `useWords`. */
  readonly parts: readonly LaterPart[]
  /** Shown meanwhile. @default nothing */
  readonly fallback?: ((props: Props) => ReactNode) | undefined
  /** It could not be loaded, and the user was told so: takes back the wish to see it. */
  readonly onFailed?: ((props: Props) => void) | undefined
}

/** A component that is loaded later. */
export type LaterComponent<Props> = ComponentType<Props> & {
  /** Loads its code ahead of the first time it is rendered. A failure is told then, and not now. */
  readonly preload: () => void
}

/**
 * A component whose code and texts are loaded when it is first rendered, both at the same time; it appears when both are there. Unlike
 * with `React.lazy`, a load that fails takes nothing down: it is told, and tried again the next time.
 */
export function later<Props extends object>(options: LaterOptions<Props>): LaterComponent<Props> {
  const { load, parts, fallback, onFailed } = options
  let code: ComponentType<Props> | null = null

  function Later(props: Props): ReactNode {
    const { language } = useTwinfolder()
    const { toasts } = useServices()
    const { sentence } = useWords()
    const [Component, setComponent] = useState(() => code)
    const isReady = Component !== null && parts.every((part) => language?.has(part))
    const loadPart = language?.load
    const fail = useRef<() => void>(undefined)
    useEffect(() => {
      fail.current = () => {
        showToast(toasts, { text: sentence('network'), tone: 'alert' })
        onFailed?.(props)
      }
    })
    useEffect(() => {
      if (isReady) return
      let isCurrent = true
      const start = async () => {
        try {
          const [loaded] = await Promise.all([code ?? load(), ...parts.map((part) => loadPart?.(part))])
          code = loaded
          if (isCurrent) setComponent(() => loaded)
        } catch {
          if (isCurrent) fail.current?.()
        }
      }
      void start()
      return () => {
        isCurrent = false
      }
    }, [isReady, loadPart])
    return isReady ? <Component {...props} /> : fallback?.(props)
  }

  function LaterWhenReady(props: Props) {
    return (
      <WhenReady fallback={fallback?.(props)}>
        <Later {...props} />
      </WhenReady>
    )
  }
  return Object.assign(LaterWhenReady, {
    preload() {
      if (code) return
      load().then(
        (loaded) => (code = loaded),
        () => undefined,
      )
    },
  })
}
