import { registerHooks } from 'node:module'
import { env } from 'node:process'

import { mutants } from './list.ts'
import { mutated } from './mutant.ts'

/** Preloaded into a process that runs the model (`node --import`): the engine's source has the bug of `MUTANT` in it. */
const mutant = mutants.find(({ name }) => name === env['MUTANT'])
if (!mutant) throw new Error(`There is no mutant "${env['MUTANT'] ?? ''}".`)

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (!url.endsWith(`/packages/core/src/${mutant.file}`)) return loaded
    return { ...loaded, source: mutated(textOf(loaded.source), mutant) }
  },
})

function textOf(source: unknown): string {
  if (typeof source === 'string') return source
  if (source instanceof Uint8Array) return new TextDecoder().decode(source)
  throw new TypeError('A module has a source.')
}
