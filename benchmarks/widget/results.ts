import type { BundleSize } from './build-contestant.ts'
import type { ContestantEntry } from './contestants.ts'
import type { Look, Sample } from './measure-page.ts'
import { type Spread, spread } from './statistics.ts'

/** Everything about one contestant. */
export interface ContestantResult {
  readonly contestant: ContestantEntry
  readonly sizes: BundleSize
  /** Ours alone: with TanStack Query in the bundle. */
  readonly sizesWithQuery: BundleSize | null
  readonly look: Look
  /** By number of files: one sample a run, or why there is none. */
  readonly counts: ReadonlyMap<number, CountResult>
}

/** What the runs with so many files gave. */
export interface CountResult {
  readonly samples: readonly Sample[]
  readonly gaveUp: string | null
}

/** The numbers of a sample that have a median. */
export type Measure = Exclude<keyof Sample, 'lastRowMs'>

/** The spread of one measure; `null` where the contestant gave up. */
export function measured({ counts }: ContestantResult, count: number, measure: Measure): Spread | null {
  const result = counts.get(count)
  return result && result.gaveUp === null ? spread(result.samples.map((sample) => sample[measure])) : null
}

/** Whether the last file came into sight in every run. `null` without runs. */
export function showsLast({ counts }: ContestantResult, count: number): boolean | null {
  const result = counts.get(count)
  if (!result || result.gaveUp !== null || result.samples.length === 0) return null
  return result.samples.every(({ lastRowMs }) => lastRowMs !== null)
}
