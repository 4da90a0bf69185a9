import { parseArgs } from 'node:util'

import { Disagreement, runSequence } from './run.ts'

/** `pnpm test:emulator --operations 20000 --seed 1`: random sequences until so many operations are done. */
const { values } = parseArgs({
  options: { operations: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
})
const operations = Number(values.operations)
const firstSeed = Number(values.seed)
if (!Number.isInteger(operations) || operations < 1 || !Number.isInteger(firstSeed)) {
  console.error('--operations and --seed are whole numbers.')
  process.exit(2)
}

const sequenceLength = 500
const started = performance.now()
const total = { steps: 0, refused: 0, polls: 0 }
let seed = firstSeed
try {
  for (; total.steps < operations; seed += 1) {
    const report = await runSequence(seed, Math.min(sequenceLength, operations - total.steps))
    total.steps += report.steps
    total.refused += report.refused
    total.polls += report.polls
  }
} catch (error) {
  if (!(error instanceof Disagreement)) throw error
  console.error(error.message)
  process.exit(1)
}
const seconds = (performance.now() - started) / 1000
console.log(
  `emulator: ${total.steps} operations (${total.refused} refused as they should), ${total.polls} looks at the feed, seeds ${firstSeed} to ${seed - 1}, ${seconds.toFixed(1)} s`,
)
