import { parseArgs } from 'node:util'

import { createContexts } from './context.ts'
import type { Form, TriedPromise } from './promise.ts'
import { promises } from './promises.ts'
import { type Tried, tableOf } from './report.ts'

/**
 * Tries what the server promises (`docs/promises.md`): `pnpm test:promises --only Q1,Q6 --seed 7`. The last line is `N promises, H held`;
 * the exit code is 1 when one is not held. `--minutes` says how long the soak (Q16) takes.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    fast: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string' },
  },
})
const seed = Number(values.seed)
const form: Form = values.fast ? 'fast' : values.long ? 'long' : 'usual'
const minutes = values.minutes === undefined ? null : Number(values.minutes)
const chosen = chosenOf(values.only)
const isTime = minutes === null || minutes > 0
if (!Number.isInteger(seed) || !isTime || chosen === null || (values.fast && values.long)) {
  console.error('Usage: pnpm test:promises [--fast | --long] [--only Q1,Q6] [--seed N] [--minutes N]')
  console.error(`The promises are ${promises.map(({ id }) => id).join(', ')}.`)
  process.exit(2)
}

/** How many promises without limits of time are tried at once: they wait for processes and databases more than they compute. */
const SIDE_BY_SIDE = 3
const contexts = createContexts({ form, seed, minutes })
const tried: Tried[] = []
await tryAll(chosen.filter(({ isTimed }) => isTimed))
const others = chosen.filter(({ isTimed }) => !isTimed).toSorted((a, b) => Number(b.isSlow) - Number(a.isSlow))
await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => tryAll(others)))
await contexts.close()
console.log(`\n${tableOf(tried)}`)
process.exit(tried.every(({ failures }) => failures.length === 0) ? 0 : 1)

/** Tries what is left of them, one after the other. */
async function tryAll(left: TriedPromise[]): Promise<void> {
  for (let promise = left.shift(); promise; promise = left.shift()) {
    const { id, says } = promise
    console.log(`── ${id}: ${says}`)
    const outcome = await tryOne(promise)
    for (const failure of outcome.failures.slice(0, 20)) console.log(`   ${id} NOT HELD: ${failure}`)
    if (outcome.failures.length > 20) console.log(`   ${id}: and ${outcome.failures.length - 20} more`)
    console.log(`   ${id}: ${outcome.measured} (${outcome.seconds.toFixed(1)} s, seed ${seed})`)
    tried.push(outcome)
  }
}

async function tryOne(promise: TriedPromise): Promise<Tried> {
  const startedAt = performance.now()
  const seconds = (): number => (performance.now() - startedAt) / 1000
  const progress = (text: string): void => console.log(`   ${promise.id}, ${seconds().toFixed(0)} s: ${text}`)
  try {
    const outcome = await contexts.run(progress, (context) => promise.run(context))
    return { promise, ...outcome, seconds: seconds() }
  } catch (error) {
    const failures = [error instanceof Error ? (error.stack ?? error.message) : String(error)]
    return { promise, measured: 'it did not come to its end', failures, seconds: seconds() }
  }
}

/** `null` when something is named that is no promise, or not in this form. */
function chosenOf(only: string | undefined): readonly TriedPromise[] | null {
  const possible = promises.filter(({ forms }) => forms.includes(form))
  if (only === undefined) return possible.filter(({ isLong }) => form === 'long' || !isLong)
  const ids = only.split(',')
  const named = possible.filter(({ id }) => ids.includes(id))
  return named.length === ids.length ? named : null
}
