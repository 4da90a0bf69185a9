import { memoryUsage } from 'node:process'

/** Prints one line of results: JSON, with the memory of this process. */
export function tell(bench: string, figures: Readonly<Record<string, number | string>>): void {
  console.log(JSON.stringify({ bench, ...figures, rssMb: Math.round(memoryUsage.rss() / 1024 ** 2) }))
}

/** The time below which this share of the times are, in ms. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN)
}

export function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** How long something takes, in ms. */
export async function timed<Result>(work: () => Promise<Result>): Promise<readonly [ms: number, result: Result]> {
  const startedAt = performance.now()
  const result = await work()
  return [performance.now() - startedAt, result]
}
