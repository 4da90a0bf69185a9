import { splitName, visibleName } from '../visible-name.ts'

/** A name on one line, cut in the middle where it is too long. The row has the whole name. Renders a `<span>`. */
export function FileName({ name }: { readonly name: string }) {
  return fileName(name)
}

/** What {@link FileName} renders, for a list that needs no component for each. */
export function fileName(name: string) {
  const shown = visibleName(name)
  const [head, tail] = splitName(shown)
  return (
    <span className="tf-name" data-part="name" dir="auto" title={shown}>
      <span className="tf-name-head">{head}</span>
      {tail}
    </span>
  )
}
