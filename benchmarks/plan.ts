import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/**
 * What planning costs, one JSON line each: an idle pass, a thousand changes among many bound files, everything anew, and how many random
 * sequences the models play in a second. Each runs in a process of its own, so that no heap is another's. Times are of the thread's
 * work, in ms; heap is in MB.
 */
const core = join(import.meta.dirname, '..', 'packages', 'core')

for (const args of [
  ['bench/idle.ts'],
  ['bench/delta.ts', '1000', '10000'],
  ['bench/delta.ts', '1000', '100000'],
  ['bench/full.ts', '100000'],
  ['bench/full.ts', '1000000'],
]) {
  process.stdout.write(run(args))
}
for (const [model, sequences] of [
  ['small', 20_000],
  ['full', 1000],
] as const) {
  console.log(JSON.stringify(sequencesASecond(model, sequences)))
}

/** The time that it takes to start is taken off. A run with failures ends early and tells how many. */
function sequencesASecond(model: string, sequences: number) {
  const start = seconds(model, 1)
  const { took, end } = seconds(model, sequences)
  const [played = Number.NaN, passes, failures] = (end.match(/\d+/g) ?? []).map(Number)
  const sequencesPerSecond = Math.round(played / (took - start.took))
  return { bench: `${model} model`, sequences: played, passes, failures, sequencesPerSecond }
}

function seconds(model: string, sequences: number): { readonly took: number; readonly end: string } {
  const started = performance.now()
  const end = run(['model/main.ts', '--model', model, '--sequences', `${sequences}`, '--seed', '1']).trim()
  return { took: (performance.now() - started) / 1000, end: end.slice(end.lastIndexOf('\n') + 1) }
}

function run([script = '', ...args]: readonly string[]): string {
  const { stdout, error } = spawnSync(process.execPath, ['--expose-gc', join(core, script), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (error) throw error
  return stdout
}
