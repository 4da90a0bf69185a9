import type { Clock } from '../clock.ts'
import type { Switches } from '../switches.ts'

/** Calls of the last minute, by account and app: Dropbox counts per linked user. */
export type CallTimes = Map<string, number[]>

interface Counted {
  readonly callTimes: CallTimes
  readonly clock: Clock
  readonly switches: Switches
}

const windowMs = 60_000

/** Counts one more call. Refused calls count, too. @returns whether it is one too many (switch `callsPerMinute`) */
export function isOverLimit({ callTimes, clock, switches }: Counted, accountId: string, appKey: string): boolean {
  if (switches.callsPerMinute <= 0) return false
  const key = `${accountId} ${appKey}`
  const now = clock.now()
  const recent = (callTimes.get(key) ?? []).filter((at) => at > now - windowMs)
  recent.push(now)
  callTimes.set(key, recent)
  return recent.length > switches.callsPerMinute
}
