import { useFullDate } from './use-full-date.ts'
import { useNow } from './use-now.ts'
import { useWords } from './use-words.ts'

/** A moment: absolute on a server, relative in a page, with both once the pointer is on it. Renders a `<time>`. */
export function When({ at }: { readonly at: string }) {
  const now = useNow()
  const words = useWords()
  const full = useFullDate(at)
  return (
    <time dateTime={at} {...full}>
      {now === null ? words.dateTime(at) : words.when(at, now)}
    </time>
  )
}
