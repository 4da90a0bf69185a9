import { sum } from './build-contestant.ts'
import { type ContestantResult, measured, showsLast } from './results.ts'

/** One thing that we want to be true of our widget, and what was measured. */
export interface Target {
  readonly measure: string
  readonly target: string
  readonly value: string
  readonly isMet: boolean
}

const floorRatio = 1.5
const svarRatios = new Map([
  [1000, 0.6],
  [10_000, 0.35],
])
const mostElements = 350
const mostGrowthBytes = 8e6
const longestFrameMs = 17

/** Our targets, as far as this benchmark can tell. */
export function targets(results: readonly ContestantResult[], counts: readonly number[]): readonly Target[] {
  const byId = new Map(results.map((one) => [one.contestant.id, one]))
  const ours = byId.get('twinfolder')
  if (!ours) return []
  return [...sizeTargets(ours), ...cpuTargets(ours, byId, counts), ...listTargets(ours, counts), ...lookTargets(ours)]
}

function sizeTargets({ sizes }: ContestantResult): readonly Target[] {
  const languages = sizes.later.filter(({ name }) => /^[a-z]{2}$/.test(name))
  const others = sizes.later.filter(({ name }) => !/^[a-z]{2}$/.test(name) && !name.startsWith('tus'))
  const largest = (chunks: readonly { readonly gzip: number }[]): number =>
    Math.max(0, ...chunks.map(({ gzip }) => gzip))
  return [
    atMost('JS when the widget mounts, gzip', sizes.js.gzip, 30_000, kilobytes),
    atMost('JS later: largest chunk, gzip', largest(others), 40_000, kilobytes),
    atMost('JS later: all without languages and tus, gzip', sum(others).gzip, 110_000, kilobytes),
    atMost('largest language, gzip', largest(languages), 4000, kilobytes),
    atMost('CSS, gzip', sizes.css.gzip, 6000, kilobytes),
    atMost('fonts and pictures', sizes.otherBytes, 0, kilobytes),
  ]
}

function cpuTargets(
  ours: ContestantResult,
  byId: ReadonlyMap<string, ContestantResult>,
  counts: readonly number[],
): readonly Target[] {
  return [...svarRatios]
    .filter(([count]) => counts.includes(count))
    .flatMap(([count, svarRatio]) =>
      [
        { than: byId.get('floor'), name: 'the floor', ratio: floorRatio },
        { than: byId.get('svar'), name: 'SVAR', ratio: svarRatio },
      ].flatMap(({ than, name, ratio }) => {
        const own = measured(ours, count, 'cpuMs')
        const other = than && measured(than, count, 'cpuMs')
        if (!own || !other) return []
        const found = own.median / other.median
        return {
          measure: `CPU until settled, ${count} files`,
          target: `≤ ${ratio} × ${name}`,
          value: `${found.toFixed(2)} × (${own.median.toFixed(0)} of ${other.median.toFixed(0)} ms; best runs ${(own.best / other.best).toFixed(2)} ×)`,
          isMet: found <= ratio,
        }
      }),
    )
}

function listTargets(ours: ContestantResult, counts: readonly number[]): readonly Target[] {
  const all = counts.flatMap((count) => measured(ours, count, 'elements')?.worst ?? [])
  const growth = measured(ours, 10_000, 'heapGrowthBytes')
  const most = Math.max(...counts)
  const p95 = measured(ours, most, 'scrollP95Ms')
  return [
    atMost('DOM elements at any number of files', Math.max(...all), mostElements, String),
    ...(growth ? [atMost('heap growth, 10000 files', growth.median, mostGrowthBytes, megabytes)] : []),
    ...(p95 ? [atMost(`scroll p95, ${most} files`, p95.median, longestFrameMs, (ms) => `${ms.toFixed(1)} ms`)] : []),
    {
      measure: 'the last row shows its name and state after scrolling',
      target: 'always',
      value: counts.map((count) => `${count}: ${showsLast(ours, count) ? 'yes' : 'no'}`).join(', '),
      isMet: counts.every((count) => showsLast(ours, count) === true),
    },
  ]
}

function lookTargets({ look }: ContestantResult): readonly Target[] {
  return [
    atMost('axe violations, 100 files', look.axeNodes, 0, String),
    atMost("Tab presses from the panel's first control to a file", (look.tabsToRow ?? Infinity) - 1, 4, String),
    {
      measure: 'tab stops in the list',
      target: 'exactly 1',
      value: String(look.tabStops ?? 'none'),
      isMet: look.tabStops === 1,
    },
    atMost('third-party requests', look.thirdParty.length, 0, String),
  ]
}

function atMost(measure: string, value: number, most: number, text: (value: number) => string): Target {
  return { measure, target: most === 0 ? '0' : `≤ ${text(most)}`, value: text(value), isMet: value <= most }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
