import { setTimeout as sleep } from 'node:timers/promises'

export { sleep }

/** Waits until a claim holds. @throws Error with `what` when it takes longer than `limitMs` */
export async function until(
  what: string,
  claim: () => boolean | Promise<boolean>,
  { limitMs = 60_000, everyMs = 50 }: { readonly limitMs?: number; readonly everyMs?: number } = {},
): Promise<void> {
  const end = performance.now() + limitMs
  while (!(await claim())) {
    if (performance.now() > end) throw new Error(`It took longer than ${limitMs / 1000} s: ${what}.`)
    await sleep(everyMs)
  }
}

/** The value below which a share of these are, e.g. `percentile(times, 0.99)`. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}

/** Does something for each value, at most `lanes` at a time. */
export async function sideBySide<Value>(
  values: readonly Value[],
  lanes: number,
  work: (value: Value) => Promise<unknown>,
): Promise<void> {
  const waiting = values.values()
  await Promise.all(
    Array.from({ length: Math.min(lanes, values.length) }, async () => {
      for (const value of waiting) await work(value)
    }),
  )
}
