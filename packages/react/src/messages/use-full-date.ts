import { useState } from 'react'

import { useWords } from './use-words.ts'

/**
 * For a `<time>` that tells a moment relative to now: its date in full as the title, once the pointer is on it. To make the format
 * before anybody wants it costs more than to render a row.
 */
export function useFullDate(at: string): { readonly title: string | undefined; readonly onPointerEnter: () => void } {
  const { dateTime } = useWords()
  const [near, setNear] = useState<string | null>(null)
  return { title: near === at ? dateTime(at) : undefined, onPointerEnter: () => setNear(at) }
}
