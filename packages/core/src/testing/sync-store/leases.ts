import { describe, expect, test } from 'vitest'

import type { Lease } from '../../ports/sync-rows.ts'
import type { SyncStore } from '../../ports/sync-store.ts'
import { failureOf } from '../failure-of.ts'
import { linked, noon, takenLease } from './rows.ts'

/** One writer per link (S17). */
export function leaseTests(store: () => SyncStore): void {
  const taken = (linkId: string, owner: string, from: number, until: number): Promise<Lease> =>
    takenLease(store(), linkId, owner, from, until)

  describe('leases', () => {
    test('[S17] a lease has one owner', async () => {
      const { linkId } = await linked(store())
      const lease = await taken(linkId, 'worker-1', 1, 3)
      expect(lease).toMatchObject({ linkId, owner: 'worker-1' })
      expect(await store().acquireLease(linkId, 'worker-2', noon(2), noon(4))).toBeNull()
    })

    test('[S17] of two that ask at the same time, one gets it', async () => {
      const { linkId } = await linked(store())
      const asked = ['worker-1', 'worker-2'].map((owner) => store().acquireLease(linkId, owner, noon(1), noon(3)))
      expect((await Promise.all(asked)).filter((lease) => lease !== null)).toHaveLength(1)
    })

    test('links have leases of their own', async () => {
      const { linkId } = await linked(store())
      const { linkId: other } = await linked(store())
      await taken(linkId, 'worker-1', 1, 3)
      await taken(other, 'worker-2', 1, 3)
    })

    test('[C89] an expired lease is taken over, and the stale owner can write nothing', async () => {
      const { linkId, link } = await linked(store())
      const stale = await taken(linkId, 'worker-1', 1, 3)
      const lease = await taken(linkId, 'worker-2', 3, 5)
      expect(lease.token).toBeGreaterThan(stale.token)
      const write = { type: 'updateLink', set: { cursor: 'stale' } } as const
      expect(await failureOf(store().commit(stale, [write]))).toBe('lease_lost')
      expect(await store().link(linkId)).toEqual(link)
      await store().commit(lease, [{ type: 'updateLink', set: { cursor: 'fresh' } }])
      expect(await store().link(linkId)).toMatchObject({ cursor: 'fresh' })
    })

    test('a commit without writes checks the lease all the same', async () => {
      const { linkId } = await linked(store())
      const stale = await taken(linkId, 'worker-1', 1, 3)
      await store().commit(stale, [])
      await taken(linkId, 'worker-2', 3, 5)
      expect(await failureOf(store().commit(stale, []))).toBe('lease_lost')
    })

    test('a renewed lease lasts longer', async () => {
      const { linkId } = await linked(store())
      const lease = await taken(linkId, 'worker-1', 1, 3)
      expect(await store().renewLease(lease, noon(6))).toBe(true)
      expect(await store().acquireLease(linkId, 'worker-2', noon(4), noon(8))).toBeNull()
      await store().commit(lease, [])
    })

    test('a lost lease cannot be renewed', async () => {
      const { linkId } = await linked(store())
      const stale = await taken(linkId, 'worker-1', 1, 3)
      await taken(linkId, 'worker-2', 4, 6)
      expect(await store().renewLease(stale, noon(9))).toBe(false)
    })

    test('a released lease is free at once, and its old owner has lost it', async () => {
      const { linkId } = await linked(store())
      const released = await taken(linkId, 'worker-1', 1, 9)
      await store().releaseLease(released)
      expect(await failureOf(store().commit(released, []))).toBe('lease_lost')
      expect(await store().renewLease(released, noon(9))).toBe(false)
      const lease = await taken(linkId, 'worker-2', 2, 9)
      expect(lease.token).toBeGreaterThan(released.token)
    })

    test('releasing a lost lease does not take it from its new owner', async () => {
      const { linkId } = await linked(store())
      const stale = await taken(linkId, 'worker-1', 1, 3)
      const lease = await taken(linkId, 'worker-2', 4, 9)
      await store().releaseLease(stale)
      expect(await store().acquireLease(linkId, 'worker-3', noon(5), noon(9))).toBeNull()
      await store().commit(lease, [])
    })

    test('an owner that asks again, as after a crash, gets a lease with a greater token', async () => {
      const { linkId } = await linked(store())
      const before = await taken(linkId, 'worker-1', 1, 9)
      const after = await taken(linkId, 'worker-1', 2, 9)
      expect(after.token).toBeGreaterThan(before.token)
      expect(await failureOf(store().commit(before, []))).toBe('lease_lost')
    })
  })
}
