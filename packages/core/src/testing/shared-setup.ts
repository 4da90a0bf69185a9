import { afterAll, beforeAll } from 'vitest'

/** What a contract's setup gives, beside what the contract asks for. */
export interface Closeable {
  /** Called after the last test. */
  readonly close?: (() => void | Promise<void>) | undefined
}

const SETUP_TIMEOUT_MS = 60_000

/** Makes the setup once before the tests of the present suite, as it may be expensive. Tests keep apart by fresh names. */
export function sharedSetup<Setup extends Closeable>(make: () => Setup | Promise<Setup>): () => Setup {
  let made: Setup | undefined
  beforeAll(async () => {
    made = await make()
  }, SETUP_TIMEOUT_MS)
  afterAll(async () => {
    await made?.close?.()
  }, SETUP_TIMEOUT_MS)
  return () => {
    if (made === undefined) throw new Error('The setup is there inside tests only.')
    return made
  }
}

/** A name that no other test has, e.g. `uploads-1f0c9a7e`. */
export function fresh(name: string): string {
  return `${name}-${globalThis.crypto.randomUUID().slice(0, 8)}`
}
