import { type BundleSize, type Size, sum } from './build-contestant.ts'
import { type ContestantResult, type Measure, measured, showsLast } from './results.ts'
import type { Target } from './targets.ts'

/** What was measured on what, when. */
export interface Surroundings {
  readonly date: string
  readonly machine: string
  readonly browser: string
  readonly runs: number
  readonly giveUpMs: number
  readonly counts: readonly number[]
}

/** The results as Markdown: one table a question, then the targets. */
export function report(results: readonly ContestantResult[], targets: readonly Target[], around: Surroundings): string {
  const { counts } = around
  const sections = [
    `Measured on ${around.date}: ${around.machine}, ${around.browser}, React in production mode, a box of 960 × 600, ` +
      `${around.runs} interleaved runs with a fresh browser for each contestant in each run. Medians, in brackets the best and the ` +
      `worst run. Contestants that take longer than ` +
      `${around.giveUpMs / 1000} s to mount give up, and are not asked for more files.`,
    '## Targets',
    table(
      ['measure', 'target', 'measured', 'met'],
      targets.map(({ measure, target, value, isMet }) => [measure, target, value, isMet ? 'yes' : '**no**']),
    ),
    '## Time from mount to the first painted frame with a file (ms)',
    perCount(results, counts, 'firstMs', (ms) => ms.toFixed(0)),
    '## Main-thread CPU until settled (ms of thread time)',
    perCount(results, counts, 'cpuMs', (ms) => ms.toFixed(0)),
    '### Of these: script / style / layout',
    table(
      ['contestant', ...counts.map(heading)],
      results.map((one) => [
        one.contestant.title,
        ...counts.map((count) =>
          (['scriptMs', 'styleMs', 'layoutMs'] as const)
            .map((measure) => measured(one, count, measure)?.median.toFixed(0) ?? '–')
            .join(' / '),
        ),
      ]),
    ),
    '## DOM elements',
    perCount(results, counts, 'elements', (n) => n.toFixed(0), false),
    '## Heap after garbage collection: growth by mounting / whole page (MB)',
    table(
      ['contestant', ...counts.map(heading)],
      results.map((one) => [
        one.contestant.title,
        ...counts.map((count) =>
          (['heapGrowthBytes', 'heapBytes'] as const)
            .map((measure) => megabytes(measured(one, count, measure)?.median))
            .join(' / '),
        ),
      ]),
    ),
    '## Scrolling: frame interval p95 / worst over 120 steps, CPU of a step (ms), empty jumps of 20',
    table(
      ['contestant', ...counts.map(heading)],
      results.map((one) => [one.contestant.title, ...counts.map((count) => scrolling(one, count))]),
    ),
    'The steps go 60 × 300 px and then in 60 jumps to the end. *Last row*: afterwards the last file is in sight, with its state where the ' +
      'contestant shows states. An *empty jump* is one after which the next painted frame had no file name in its middle.',
    '## Bundle (kB of 1000 bytes, react and react-dom external)',
    sizesTable(results),
    '## Keyboard, axe and third parties, with 100 files',
    table(
      [
        'contestant',
        'Tab presses to a file',
        'tab stops in the list',
        'axe rules / nodes',
        'which',
        'third-party requests',
      ],
      results.map(({ contestant, look }) => [
        contestant.title,
        look.tabsToRow === null ? 'never' : String(look.tabsToRow),
        look.tabStops === null ? '–' : look.tabStops >= 40 ? '40 or more' : String(look.tabStops),
        `${look.axeRules.length} / ${look.axeNodes}`,
        look.axeRules.join(', ') || '–',
        look.thirdParty.length === 0 ? '0' : `${look.thirdParty.length} (${hosts(look.thirdParty).join(', ')})`,
      ]),
    ),
  ]
  return `${sections.join('\n\n')}\n`
}

function perCount(
  results: readonly ContestantResult[],
  counts: readonly number[],
  measure: Measure,
  text: (value: number) => string,
  withSpread = true,
): string {
  return table(
    ['contestant', ...counts.map(heading)],
    results.map((one) => [
      one.contestant.title,
      ...counts.map((count) => {
        const found = measured(one, count, measure)
        if (!found) return one.counts.get(count)?.gaveUp ?? '–'
        return withSpread ? `${text(found.median)} [${text(found.best)}–${text(found.worst)}]` : text(found.median)
      }),
    ]),
  )
}

function scrolling(one: ContestantResult, count: number): string {
  const p95 = measured(one, count, 'scrollP95Ms')
  const max = measured(one, count, 'scrollMaxMs')
  const cpu = measured(one, count, 'scrollCpuMs')
  const empty = measured(one, count, 'emptyJumps')
  if (!p95 || !max || !cpu || !empty) return '–'
  const last = showsLast(one, count) ? '' : ', **no last row**'
  return `${p95.median.toFixed(1)} / ${max.median.toFixed(1)}, CPU ${cpu.median.toFixed(1)}, ${empty.median.toFixed(0)} empty${last}`
}

function sizesTable(results: readonly ContestantResult[]): string {
  const rows = results.flatMap(({ contestant, sizes, sizesWithQuery }) => [
    sizeRow(sizesWithQuery ? `${contestant.title}, @tanstack/react-query external` : contestant.title, sizes),
    ...(sizesWithQuery ? [sizeRow(`${contestant.title}, @tanstack/react-query counted`, sizesWithQuery)] : []),
  ])
  return table(
    [
      'contestant',
      'JS min',
      'gzip',
      'brotli',
      'CSS min',
      'gzip',
      'brotli',
      'JS + CSS gzip',
      'later, gzip',
      'fonts, pictures',
    ],
    rows,
  )
}

function sizeRow(title: string, { js, css, later, otherBytes }: BundleSize): readonly string[] {
  const both = sum([js, css])
  const chunks = later.length > 0 ? `${kilobytes(sum(later).gzip)} in ${later.length} chunks` : '–'
  const three = ({ min, gzip, brotli }: Size): readonly string[] => [min, gzip, brotli].map(kilobytes)
  return [
    title,
    ...three(js),
    ...three(css),
    `**${kilobytes(both.gzip)}**`,
    chunks,
    otherBytes ? kilobytes(otherBytes) : '–',
  ]
}

/** Columns of one width, so that the table also reads well in a terminal. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) => Math.max(3, title.length, ...rows.map((row) => (row[at] ?? '').length)))
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width)).join(' | ')} |`
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n')
}

function heading(count: number): string {
  return `${new Intl.NumberFormat('en').format(count)} files`
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1)
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? '–' : (bytes / 1e6).toFixed(1)
}

function hosts(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses.map((address) => new URL(address).host))]
}
