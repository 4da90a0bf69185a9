import { setTimeout as sleep } from 'node:timers/promises'

/** Times of many calls, in milliseconds. */
export interface Times {
  readonly perSecond: number
  readonly medianMs: number
  readonly p99Ms: number
}

/** Repeats a call for some seconds, so many at a time. */
export async function repeated(
  lanes: number,
  seconds: number,
  call: (turn: number) => Promise<unknown>,
): Promise<Times> {
  const times: number[] = []
  const startedAt = performance.now()
  const end = startedAt + seconds * 1000
  let turn = 0
  const lane = async (): Promise<void> => {
    while (performance.now() < end) {
      const before = performance.now()
      await call((turn += 1))
      times.push(performance.now() - before)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return timesOf(times, performance.now() - startedAt)
}

/** Calls as often a second as told, whether the ones before have ended or not. */
export async function atRate(perSecond: number, seconds: number, call: () => Promise<unknown>): Promise<Times> {
  const times: number[] = []
  const calls: Promise<void>[] = []
  const startedAt = performance.now()
  const timed = async (): Promise<void> => {
    const before = performance.now()
    await call()
    times.push(performance.now() - before)
  }
  while (performance.now() - startedAt < seconds * 1000) {
    const due = ((performance.now() - startedAt) / 1000) * perSecond
    while (calls.length < due) calls.push(timed())
    await sleep(1)
  }
  await Promise.all(calls)
  return timesOf(times, performance.now() - startedAt)
}

/** Does `count` calls, so many at a time; how long all of them took, in seconds. */
export async function spread(count: number, lanes: number, call: (turn: number) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  let turn = 0
  const lane = async (): Promise<void> => {
    while (turn < count) await call((turn += 1))
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return (performance.now() - startedAt) / 1000
}

export function rounded(value: number): number {
  return Math.round(value * 10) / 10
}

function timesOf(times: readonly number[], tookMs: number): Times {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): number => rounded(sorted[Math.floor(sorted.length * share)] ?? 0)
  return { perSecond: Math.round(times.length / (tookMs / 1000)), medianMs: at(0.5), p99Ms: at(0.99) }
}
