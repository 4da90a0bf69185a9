import { useNow } from './use-now.ts'
import { useWords } from './use-words.ts'

/** A moment: absolute in the first render, relative once the page runs. Renders a `<time>`. */
export function When({ at }: { readonly at: string }) {
  const now = useNow()
  const words = useWords()
  return (
    <time dateTime={at} title={words.dateTime(at)}>
      {now === null ? words.dateTime(at) : words.when(at, now)}
    </time>
  )
}
