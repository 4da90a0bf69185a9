import type { RecordView } from '@twinfolder/protocol'

import type { SelectableEntry } from '../use-selection.ts'

/** Whether entries can be moved into a folder: the CRM has such folders, and nothing goes into itself or where it is already. */
export function mayHold(
  to: readonly string[],
  entries: readonly SelectableEntry[],
  { folders }: RecordView['capabilities'],
): boolean {
  const deepest = { none: 0, flat: 1, nested: Infinity }[folders]
  const isAlreadyThere = entries.every(({ folder }) => isSame(folder, to))
  return (
    !isAlreadyThere &&
    entries.every((entry) =>
      entry.kind === 'file'
        ? to.length <= deepest
        : to.length + 1 <= deepest && !isAtOrBelow(to, [...entry.folder, entry.name]),
    )
  )
}

function isAtOrBelow(folder: readonly string[], root: readonly string[]): boolean {
  return root.every((name, depth) => folder[depth] === name)
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && isAtOrBelow(a, b)
}
