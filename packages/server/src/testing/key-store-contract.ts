import { instant } from '@twinfolder/core'
import { describe, expect, test } from 'vitest'

import type { KeyStore } from '../ports/key-store.ts'

const at = instant('2026-11-22T12:00:00.000Z')
const later = instant('2026-11-22T13:00:00.000Z')

/** What every {@link KeyStore} does. `open` gives an empty store; it is called for each test. */
export function keyStoreContract(name: string, open: () => KeyStore | Promise<KeyStore>): void {
  describe(`KeyStore: ${name}`, () => {
    test('[X21] the first key is taken, the same one again, and no other', async () => {
      const store = await open()
      expect(await store.claim({ current: 'a', previous: [] }, at)).toBe(true)
      expect(await store.claim({ current: 'a', previous: [] }, later)).toBe(true)
      expect(await store.claim({ current: 'b', previous: [] }, later)).toBe(false)
      expect(await store.claim({ current: 'b', previous: ['c'] }, later)).toBe(false)
      expect(await store.noted()).toEqual(['a'])
    })

    test('[X20] a new key is taken from a server that has the one before; then both are, until that one is retired', async () => {
      const store = await open()
      await store.claim({ current: 'a', previous: [] }, at)
      expect(await store.claim({ current: 'b', previous: ['x', 'a'] }, later)).toBe(true)
      expect(await store.noted()).toEqual(['a', 'b'])
      expect(await store.claim({ current: 'a', previous: ['b'] }, later)).toBe(true)
      for (const current of ['a', 'b']) expect(await store.claim({ current, previous: [] }, later)).toBe(false)
      await store.retireAllBut('b')
      expect(await store.noted()).toEqual(['b'])
      expect(await store.claim({ current: 'a', previous: [] }, later)).toBe(false)
      expect(await store.claim({ current: 'b', previous: [] }, later)).toBe(true)
    })

    test('[X21] of many servers that start at once with different keys one is right', async () => {
      const store = await open()
      const claims = ['a', 'b', 'c', 'd'].map((current) => store.claim({ current, previous: [] }, at))
      expect((await Promise.all(claims)).filter((isTaken) => isTaken)).toHaveLength(1)
      expect(await store.noted()).toHaveLength(1)
    })
  })
}
