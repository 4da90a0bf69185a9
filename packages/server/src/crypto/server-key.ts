import type { Secret } from '@twinfolder/core'

import { utf8 } from './bytes.ts'

const SHORTEST_KEY_BYTES = 32
/** A random key of 32 bytes has more in any spelling: fewer is a key that somebody typed. */
const FEWEST_DIFFERENT_CHARACTERS = 8

/** What `demoKey` puts before the keys that it makes. */
export const DEMO_KEY_PREFIX = 'demo-'

/** Keys that documents, stories and examples of this repository show: everybody knows them. */
const sampleKeys: ReadonlySet<string> = new Set([
  'put-the-output-of-openssl-rand-base64-32-here',
  'a key for stories only, of 32 bytes!',
  'a key for this example, 32 bytes!',
])

/**
 * Refuses a key that protects nothing. What counts as production is not guessed: only `isDemo` lets a sample pass (X59).
 *
 * @throws TypeError when it has less than 32 bytes, or is a sample or a demo's key outside a demo (X21)
 */
export function assertServerKey(secret: Secret, { isDemo }: { readonly isDemo: boolean }): void {
  const key = secret.reveal()
  const how = 'Make one with `openssl rand -base64 32`.'
  if (utf8(key).byteLength < SHORTEST_KEY_BYTES) {
    throw new TypeError(`The key of the server needs at least 32 bytes. ${how}`)
  }
  if (isDemo) return
  if (sampleKeys.has(key.trim())) {
    throw new TypeError(`The key of the server is a sample that everybody can read. ${how}`)
  }
  if (key.startsWith(DEMO_KEY_PREFIX)) {
    throw new TypeError(`The key of the server was made for a demo and lay beside its data. ${how}`)
  }
  if (new Set(key).size < FEWEST_DIFFERENT_CHARACTERS) {
    throw new TypeError(`The key of the server is not random: it has few different characters. ${how}`)
  }
}
