import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { definePromise } from './promise.ts'

/** The command `pnpm test:model`: the engine's own model test. */
const model = join(dirname(fileURLToPath(import.meta.url)), '../../core/model/main.ts')

interface Budget {
  readonly small: number
  readonly full: number
}

/** Q14: the engine alone, on memory, where a sequence takes a tenth of a millisecond. `npm test` has it as lanes of its own. */
export const q14 = definePromise<Budget>({
  id: 'Q14',
  says: 'Random histories on both sides, with crashes, refusals and lost replies, break no rule of the synchronisation.',
  isSlow: true,
  budgets: { usual: { small: 50_000, full: 2000 }, long: { small: 1_000_000, full: 50_000 } },
  async run({ seed }, { small, full }) {
    const runs = [await play('small', small, seed), await play('full', full, seed)]
    return {
      measured: runs.map(({ lastLine }, at) => `${at === 0 ? 'small' : 'full'}: ${lastLine}`).join('; '),
      failures: runs.flatMap(({ failure }) => failure ?? []),
    }
  },
})

async function play(name: 'small' | 'full', sequences: number, seed: number) {
  const args = ['--model', name, '--sequences', `${sequences}`, '--seed', `${seed}`]
  const child = spawn(process.execPath, [model, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const [code] = (await once(child, 'close')) as [number | null]
  const lastLine = output.trimEnd().split('\n').at(-1) ?? ''
  return { lastLine, failure: code === 0 ? null : `the ${name} model failed: ${output.slice(-2000)}` }
}
