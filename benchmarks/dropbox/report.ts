import type { Measured } from './run-process.ts'

/** A step of one of the contestants. */
export type Line = Measured & { readonly contestant: string }

/** Calls that carry contents: what the floor is made of, with the commits. */
const dataRoutes = [
  'files/upload',
  'files/upload_session/start',
  'files/upload_session/append_v2',
  'files/upload_session/append_batch',
  'files/download',
]
const commitRoutes = [
  'files/upload',
  'files/create_folder_v2',
  'files/create_folder_batch',
  'files/upload_session/finish',
  'files/upload_session/finish_batch_v2',
]
/** How many calls the adapter has under way at most. */
const concurrency = 32

interface Settings {
  readonly machine: string
  readonly latencyMs: number
  readonly lockMs: number
  readonly scale: number
}

/** The results as a page. */
export function report(lines: readonly Line[], settings: Settings): string {
  const { machine, latencyMs, lockMs, scale } = settings
  const date = new Date().toISOString().slice(0, 10)
  return `# The Dropbox adapter beside rclone

Written by \`pnpm bench:dropbox --write\`; what is measured and how: [README.md](README.md).

Measured on ${date}: ${machine}. The emulator in its own process, ${latencyMs} ms for each call, ${lockMs} ms for each write lock${scale === 1 ? '' : `, a tree of ${scale} of its size`}.

${table(
  ['', 'step', 'seconds', 'processor seconds', 'calls', 'MB up', 'MB down', 'peak RSS, MB', 'refused (429)'],
  lines.map((line) => [
    line.contestant,
    line.step,
    line.seconds.toFixed(2),
    line.cpuSeconds === null ? '–' : line.cpuSeconds.toFixed(1),
    String(line.calls),
    megabytes(line.bytesUp),
    megabytes(line.bytesDown),
    megabytes(line.peakRssBytes),
    String(line.refused),
  ]),
)}

## Targets

${table(['measure', 'target', 'measured', 'met'], targets(lines, settings))}

## Calls by route

${lines.map(({ contestant, step, byRoute }) => `- ${contestant}, ${step}: ${routes(byRoute)}`).join('\n')}
`
}

function targets(lines: readonly Line[], settings: Settings): readonly (readonly string[])[] {
  const of = (contestant: string, step: string): Line | undefined =>
    lines.find((line) => line.contestant === contestant && line.step.startsWith(step))
  const rows: (readonly string[])[] = []
  const row = (measure: string, target: string, measured: number | undefined, most: number, digits = 2): void => {
    if (measured === undefined) return
    rows.push([measure, target, measured.toFixed(digits), measured <= most ? 'yes' : '**no**'])
  }
  const [up, changed] = [of('engine', 'up'), of('engine', '1 %')]
  const [rcloneUp, rcloneChanged] = [of('rclone', 'up'), of('rclone', '1 %')]
  row('time up, of rclone’s', '≤ 0.6', ratio(up?.seconds, rcloneUp?.seconds), 0.6)
  row('calls up, of rclone’s', '≤ 0.9', ratio(up?.calls, rcloneUp?.calls), 0.9)
  row('calls when nothing changed', '≤ 2', of('engine', 'nothing')?.calls, 2, 0)
  row('time for 1 % changed, of rclone’s', '≤ 0.1', ratio(changed?.seconds, rcloneChanged?.seconds), 0.1)
  for (const step of ['up', 'down']) {
    const line = of('engine', step)
    const [own, single] = [line && floor(line, settings), line && floorOfSingles(line, settings)]
    row(`time ${step}, of the floor of its own calls`, '≤ 1.25', ratio(line?.seconds, own), 1.25)
    row(`time ${step}, of the floor of one call a file`, '≤ 1.25', ratio(line?.seconds, single), 1.25)
  }
  for (const step of ['up', 'down']) {
    const line = of('large', step)
    const aboveIdle = line && (line.peakRssBytes - line.idleRssBytes) / 1e6
    row(`20 × 50 MB ${step}: peak RSS above idle, MB`, '≤ 150', aboveIdle, 150, 0)
  }
  return rows
}

/** Data calls × latency ÷ concurrency, and the commits one after the other. */
function floor({ byRoute }: Line, { latencyMs, lockMs }: Settings): number {
  const data = sum(byRoute, dataRoutes) * latencyMs
  return (data / concurrency + sum(byRoute, commitRoutes) * (latencyMs + lockMs)) / 1000
}

/** The same for a client that sends every file in a call of its own. */
function floorOfSingles(line: Line, { latencyMs, lockMs, scale }: Settings): number {
  const files = 5000 * scale
  const commits = sum(line.byRoute, commitRoutes) * (latencyMs + lockMs)
  return ((files * latencyMs) / concurrency + commits) / 1000
}

function sum(byRoute: Readonly<Record<string, number>>, wanted: readonly string[]): number {
  return wanted.reduce((total, route) => total + (byRoute[route] ?? 0), 0)
}

function ratio(ours: number | undefined, theirs: number | undefined): number | undefined {
  return ours === undefined || !theirs ? undefined : ours / theirs
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)
}

function routes(byRoute: Readonly<Record<string, number>>): string {
  const all = Object.entries(byRoute).toSorted(([, a], [, b]) => b - a)
  return all.map(([route, count]) => `\`${route}\` ${count}`).join(', ')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
