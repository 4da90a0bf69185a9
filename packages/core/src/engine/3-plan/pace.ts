import type { Instant } from '../../domain/instant.ts'
import type { Baseline } from '../../ports/sync-rows.ts'
import { epochMsOf, instantOf } from '../../state/instant-of.ts'

/** A file that is edited all the time is uploaded once in so many milliseconds (C94). */
const PACE_MS = 60_000
/** So many uploads may follow one another at once before that. */
const BURST = 3

/** When a file may be uploaded again; `null` when it may now. */
export function pacedUntil({ pacedUntil: paced }: Baseline, now: number): number | null {
  const until = paced === null ? now : epochMsOf(paced) - (BURST - 1) * PACE_MS
  return until > now ? until : null
}

/** What the baseline remembers after one more upload. */
export function pacedAfter(baseline: Baseline | null, now: number): Instant {
  const before = baseline?.pacedUntil ? epochMsOf(baseline.pacedUntil) : now
  return instantOf(Math.max(before, now) + PACE_MS)
}
