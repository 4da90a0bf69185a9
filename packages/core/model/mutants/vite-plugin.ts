import { env } from 'node:process'

import { mutants } from './list.ts'
import { mutated } from './mutant.ts'

/** For Vitest: the engine's source has the bug of `MUTANT` in it, where that is set; else nothing is changed. */
export function mutantPlugin() {
  const mutant = mutants.find(({ name }) => name === env['MUTANT'])
  return {
    name: 'twinfolder-mutant',
    enforce: 'pre' as const,
    transform(code: string, id: string): string | null {
      return mutant && id.endsWith(`/packages/core/src/${mutant.file}`) ? mutated(code, mutant) : null
    },
  }
}
