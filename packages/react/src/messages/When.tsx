import { useState } from 'react'

import { useNow } from './use-now.ts'
import { useWords } from './use-words.ts'

/** A moment: absolute on a server, relative in a page, with both once the pointer is on it. Renders a `<time>`. */
export function When({ at }: { readonly at: string }) {
  const now = useNow()
  const words = useWords()
  const [near, setNear] = useState<string | null>(null)
  return (
    <time dateTime={at} title={near === at ? words.dateTime(at) : undefined} onPointerEnter={() => setNear(at)}>
      {now === null ? words.dateTime(at) : words.when(at, now)}
    </time>
  )
}
