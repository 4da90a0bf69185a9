/** In the order of their names: without regard to case first, then with it. The same in every language, and that of core's memory files. */
export function inNameOrder<Entry extends { readonly name: string }>(entries: readonly Entry[]): readonly Entry[] {
  // Lower case is made once, and not with each comparison.
  return entries
    .map((entry) => ({ entry, lower: entry.name.toLowerCase() }))
    .sort((a, b) => compareText(a.lower, b.lower) || compareText(a.entry.name, b.entry.name))
    .map(({ entry }) => entry)
}

/** By the numbers of their UTF-16 units. */
export function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
