import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type PostgresServer, startPostgresServer } from '../src/testing/postgres/index.ts'
import type { Form } from './promise.ts'

/** What a promise gets to be tried with. */
export interface PromiseContext {
  readonly form: Form
  readonly seed: number
  /** How long a promise goes on that takes as long as one likes; `null`: as long as its form says. */
  readonly minutes: number | null
  /** How many times as wide limits of time and memory are: in the fast form others have the processor, too, and nothing is warm. */
  readonly patience: number
  /** From 0 to 1; the same numbers for the same seed. */
  readonly random: () => number
  /** Tells how far it is, where somebody watches. */
  readonly progress: (text: string) => void
  /** The address of an empty, migrated database on a real PostgreSQL server that all promises share. */
  database(): Promise<string>
  /** An empty folder. */
  folder(): Promise<string>
  /** What is to be ended after the promise, the latest first. */
  defer(end: () => Promise<unknown>): void
}

/** Starts what all promises share when the first one needs it. */
export function createContexts({ form, seed, minutes }: Pick<PromiseContext, 'form' | 'seed' | 'minutes'>) {
  let server: Promise<PostgresServer> | null = null
  return {
    /** Runs `work` with a context of its own, and ends what it has deferred. */
    async run<Result>(
      progress: PromiseContext['progress'],
      work: (context: PromiseContext) => Promise<Result>,
    ): Promise<Result> {
      const ends: (() => Promise<unknown>)[] = []
      const defer = (end: () => Promise<unknown>): void => void ends.push(end)
      try {
        return await work({
          form,
          seed,
          minutes,
          patience: form === 'fast' ? 50 : 1,
          random: randomNumbers(seed),
          progress,
          defer,
          async database() {
            server ??= startPostgresServer()
            return (await server).createDatabase()
          },
          async folder() {
            const folder = await mkdtemp(join(tmpdir(), 'twinfolder-promise-'))
            defer(() => rm(folder, { recursive: true, force: true }))
            return folder
          },
        })
      } finally {
        for (const end of ends.toReversed()) await end().catch(() => undefined)
      }
    },
    async close(): Promise<void> {
      await (await server?.catch(() => null))?.close()
    },
  }
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** One of these, by chance. */
export function pick<Value>(random: () => number, values: readonly Value[]): Value {
  const value = values[Math.floor(random() * values.length)]
  if (value === undefined) throw new RangeError('There is nothing to choose from.')
  return value
}
