import * as fc from 'fast-check'

import type { Command } from './commands.ts'
import { commandArbitrary } from './commands.ts'
import { play } from './play.ts'
import { type ModelKind, full, small } from './sizes.ts'
import { Violation } from './violation.ts'

/** Which sequences to play: the same chunk plays the same ones. */
export interface Chunk {
  readonly model: 'small' | 'full'
  readonly seed: number
  readonly sequences: number
  /** Where in the chunk to start, as a failure tells it. */
  readonly path?: string | undefined
}

/** How a chunk went; `failure` tells seed, path and the shortest history that fails. */
export interface ChunkResult {
  readonly sequences: number
  readonly passes: number
  readonly failure: string | null
}

/** Plays a chunk; the first of its sequences twice, as the same seed must give the same trace (I10). */
export async function runChunk({ model, seed, sequences, path }: Chunk): Promise<ChunkResult> {
  const kind = model === 'small' ? small : full(seed)
  const commands = fc.array(commandArbitrary(kind.alphabet), { minLength: 2, maxLength: kind.steps, size: 'max' })
  let passes = 0
  let isFirst = true
  const property = fc.asyncProperty(commands, async (sequence) => {
    const played = await play(kind, sequence)
    passes += played.passes
    if (isFirst) await assertSameTrace(kind, sequence, played.trace)
    isFirst = false
  })
  const result = await fc.check(property, { seed, numRuns: sequences, ...(path !== undefined && { path }) })
  if (!result.failed) return { sequences: result.numRuns, passes, failure: null }
  const [history] = result.counterexample ?? [[]]
  return { sequences: result.numRuns, passes, failure: failureText({ model, seed, sequences }, result, history) }
}

async function assertSameTrace(kind: ModelKind, sequence: readonly Command[], first: readonly string[]): Promise<void> {
  const again = await play(kind, sequence)
  if (JSON.stringify(again.trace) !== JSON.stringify(first))
    throw new Violation('[I10] another trace from the same seed')
}

function failureText(
  { model, seed }: Chunk,
  result: { readonly counterexamplePath: string | null; readonly errorInstance: unknown },
  history: readonly Command[],
): string {
  const why = result.errorInstance instanceof Error ? result.errorInstance : new Error(String(result.errorInstance))
  return [
    why.name === 'Violation' ? why.message : (why.stack ?? why.message),
    ...history.map((command, at) => `  ${at + 1}. ${told(command)}`),
    `  again: pnpm test:model --model ${model} --seed ${seed} --path ${result.counterexamplePath ?? ''}`,
  ].join('\n')
}

function told({ type, ...rest }: Command): string {
  const details = Object.entries(rest)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
  return [type, ...details].join(', ')
}
