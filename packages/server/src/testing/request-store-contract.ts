import { type Instant, instant } from '@twinfolder/core'
import { describe, expect, test } from 'vitest'

import type { RequestStore } from '../ports/request-store.ts'

const at = (seconds: number): Instant => instant(new Date(1_767_225_600_000 + seconds * 1000).toISOString())
const times = (seconds: number) => ({
  now: at(seconds),
  staleAt: at(seconds + 60),
  expiresAt: at(seconds + 86_400),
})
const answer = { status: 202, contentType: 'application/json', body: '{"id":"ü"}' }

/** What every {@link RequestStore} does. `open` gives an empty store; it is called for each test. */
export function requestStoreContract(name: string, open: () => RequestStore | Promise<RequestStore>): void {
  describe(`RequestStore: ${name}`, () => {
    test('[X53] a key is claimed once, and gives the answer that was kept for a day', async () => {
      const store = await open()
      expect(await store.claim('a', 'print', times(0))).toEqual({ state: 'claimed' })
      expect(await store.claim('a', 'print', times(1))).toEqual({ state: 'running', fingerprint: 'print' })
      expect(await store.claim('b', 'print', times(1))).toEqual({ state: 'claimed' })
      await store.answer('a', answer)
      const kept = { state: 'answered', fingerprint: 'print', answer }
      expect(await store.claim('a', 'another', times(86_399))).toEqual(kept)
      expect(await store.claim('a', 'another', times(86_400))).toEqual({ state: 'claimed' })
    })

    test('[X53] of many at once one gets the key', async () => {
      const store = await open()
      const claims = await Promise.all(Array.from({ length: 10 }, () => store.claim('a', 'print', times(0))))
      expect(claims.filter(({ state }) => state === 'claimed')).toHaveLength(1)
    })

    test('[X53] what was given up, or left by a process that died, is claimed again; an answer never', async () => {
      const store = await open()
      await store.claim('a', 'print', times(0))
      await store.release('a')
      expect((await store.claim('a', 'print', times(1))).state).toBe('claimed')
      expect((await store.claim('a', 'print', times(60))).state).toBe('running')
      expect((await store.claim('a', 'print', times(61))).state).toBe('claimed')
      await store.answer('a', answer)
      await store.release('a')
      expect((await store.claim('a', 'print', times(200))).state).toBe('answered')
    })

    test('[X52] a bucket gives what is in it, fills itself, and never holds more than its burst', async () => {
      const store = await open()
      const rate = { burst: 5, perSecond: 2 }
      const takes = async (count: number, seconds: number): Promise<number> => {
        let taken = 0
        for (let time = 0; time < count; time += 1) if (await store.take('a', rate, at(seconds))) taken += 1
        return taken
      }
      expect(await takes(10, 0)).toBe(5)
      expect(await takes(10, 1)).toBe(2)
      expect(await takes(10, 1.25)).toBe(0)
      expect(await takes(10, 1.5)).toBe(1)
      // A clock that goes back gives nothing.
      expect(await takes(3, 1)).toBe(0)
      expect(await takes(10, 1000)).toBe(5)
      expect(await store.take('b', rate, at(0))).toBe(true)
    })

    test('[X52] many at once get no more than there is', async () => {
      const store = await open()
      const taken = await Promise.all(
        Array.from({ length: 20 }, () => store.take('a', { burst: 5, perSecond: 1 }, at(0))),
      )
      expect(taken.filter(Boolean)).toHaveLength(5)
    })
  })
}
