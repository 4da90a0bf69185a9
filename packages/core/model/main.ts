import { stdout } from 'node:process'
import { parseArgs } from 'node:util'

import { runModel } from './run-model.ts'

/**
 * Plays random sequences against the whole engine: `pnpm test:model --model small --sequences 50000 --seed 1`. The last line is
 * `N sequences, P passes, F failures`; a failure tells how to repeat it.
 */
const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'small' },
    sequences: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    path: { type: 'string' },
    threads: { type: 'string' },
    'first-failure': { type: 'boolean', default: false },
  },
})
const { model, path } = values
const sequences = Number(values.sequences)
const seed = Number(values.seed)
const threads = values.threads === undefined ? undefined : Number(values.threads)
const isKnown = model === 'small' || model === 'full'
if (!isKnown || !isCount(sequences) || !Number.isInteger(seed) || (threads !== undefined && !isCount(threads))) {
  console.error(
    'Usage: pnpm test:model --model small|full --sequences N --seed S [--path P] [--threads T] [--first-failure]',
  )
  process.exit(2)
}

let told = performance.now()
const run = await runModel({
  model,
  sequences,
  seed,
  path,
  threads,
  stopAtFailure: values['first-failure'],
  onChunk(done) {
    if (performance.now() - told < 10_000) return
    told = performance.now()
    if (stdout.isTTY) console.log(`  ${done} of ${sequences} …`)
  },
})
for (const failure of run.failures) console.error(`\n${failure}`)
console.log(`${run.sequences} sequences, ${run.passes} passes, ${run.failures.length} failures`)
process.exit(run.failures.length === 0 ? 0 : 1)

function isCount(value: number): boolean {
  return Number.isInteger(value) && value > 0
}
