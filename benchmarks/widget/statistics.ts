/** The middle of several runs, and between what they lay. */
export interface Spread {
  readonly median: number
  readonly best: number
  readonly worst: number
}

/** `null` without values. */
export function spread(values: readonly number[]): Spread | null {
  const sorted = values.toSorted((one, other) => one - other)
  const [best] = sorted
  const worst = sorted.at(-1)
  if (best === undefined || worst === undefined) return null
  const middle = sorted.length / 2
  const median = ((sorted[Math.ceil(middle) - 1] ?? best) + (sorted[Math.floor(middle)] ?? best)) / 2
  return { median, best, worst }
}
