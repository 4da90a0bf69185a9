import { useEffect, useState } from 'react'

import { Icon } from '../icons/Icon.tsx'
import { useWords } from '../messages/use-words.ts'
import { type Store, useStore } from './store.ts'
import { useServices } from './twinfolder-context.ts'

/** A short note that goes away by itself. */
export interface Toast {
  readonly id: string
  readonly text: string
  readonly tone?: 'plain' | 'alert' | undefined
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
}

const shownMs = 8000
const atOnce = 3

/** Shows a note; the oldest of more than three goes. */
export function showToast(toasts: Store<readonly Toast[]>, toast: Omit<Toast, 'id'>): void {
  toasts.set((all) => [...all.slice(1 - atOnce), { ...toast, id: `${Date.now()}-${Math.random()}` }])
}

/** The notes of a provider. Renders an element with the role `status`. */
export function Toasts() {
  const { toasts } = useServices()
  const all = useStore(toasts, (state) => state)
  const [isHeld, setIsHeld] = useState(false)
  const { t } = useWords()
  const dismiss = (id: string) => toasts.set((now) => now.filter((toast) => toast.id !== id))
  const oldest = all[0]?.id
  useEffect(() => {
    if (oldest === undefined || isHeld) return
    const timer = setTimeout(() => toasts.set((now) => now.filter(({ id }) => id !== oldest)), shownMs)
    return () => clearTimeout(timer)
  }, [oldest, isHeld, toasts])
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/no-noninteractive-element-interactions -- only keeps a note that somebody is reading
    <div
      className="tf-root tf-toasts"
      role="status"
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      {all.map(({ id, text, tone = 'plain', action }) => (
        <div key={id} className="tf-toast" data-tone={tone}>
          <span>{text}</span>
          {action ? (
            <button
              type="button"
              className="tf-link"
              onClick={() => {
                dismiss(id)
                action.run()
              }}
            >
              {action.label}
            </button>
          ) : null}
          <button type="button" className="tf-icon-button" aria-label={t.dismiss} onClick={() => dismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  )
}
