import { describe, expect, test } from 'vitest'

import type { SyncStore } from '../../ports/sync-store.ts'
import {
  cleared,
  dirtyFile,
  linked,
  marked,
  newActivity,
  newBaseline,
  newConflict,
  newEnrolment,
  newProblem,
  takenLease,
} from './rows.ts'

/** Transactions. */
export function commitTests(store: () => SyncStore): void {
  describe('commit', () => {
    test('applies its writes in order', async () => {
      const { linkId, record, write } = await linked(store())
      await write(
        { type: 'putEnrolment', enrolment: newEnrolment(linkId, record, { status: 'active' }) },
        { type: 'putEnrolment', enrolment: newEnrolment(linkId, record, { status: 'stopped' }) },
        marked(dirtyFile(record, 'a')),
        cleared(dirtyFile(record, 'a')),
        cleared(dirtyFile(record, 'b')),
        marked(dirtyFile(record, 'b')),
      )
      expect(await store().enrolment(linkId, record)).toMatchObject({ status: 'stopped' })
      expect(await store().dirty(linkId, { records: null, limit: 10 })).toMatchObject([{ key: dirtyFile(record, 'b') }])
    })

    test('applies all of its writes or none', async () => {
      const { link, linkId, record, write } = await linked(store())
      const bound = newBaseline(linkId, record, 'a', '/Companies/Acme (42)/a.txt')
      await write({ type: 'putBaseline', baseline: bound })
      const failed = write(
        { type: 'updateLink', set: { cursor: 'next' } },
        { type: 'putEnrolment', enrolment: newEnrolment(linkId, record) },
        marked(dirtyFile(record, 'a')),
        { type: 'putProblem', problem: newProblem(linkId, record, 'a') },
        { type: 'putConflict', conflict: newConflict(linkId, record, 'a', 'b') },
        { type: 'appendActivity', activity: newActivity(linkId, record, 'a.txt') },
        { type: 'deleteBaseline', record, fileId: 'not there' },
        { type: 'putBaseline', baseline: { ...bound, fileId: 'b' } },
        { type: 'deleteBaseline', record, fileId: 'a' },
      )
      await expect(failed).rejects.toThrow()
      expect(await store().link(linkId)).toEqual(link)
      expect(await store().enrolment(linkId, record)).toBeNull()
      expect(await store().dirty(linkId, { records: null, limit: 10 })).toEqual([])
      expect(await store().problems(linkId, record)).toEqual([])
      expect(await store().conflicts(record)).toEqual([])
      expect(await store().baselinesOfRecord(linkId, record)).toEqual([bound])
      const { rows } = await store().activity({ tenantId: record.tenantId }, { before: null, limit: 10 })
      expect(rows).toEqual([])
    })

    test('under a lease does what a user request does', async () => {
      const { linkId, record } = await linked(store())
      const lease = await takenLease(store(), linkId, 'worker-1', 1, 2)
      const enrolment = newEnrolment(linkId, record)
      await store().commit(lease, [{ type: 'putEnrolment', enrolment }])
      expect(await store().enrolment(linkId, record)).toEqual(enrolment)
    })

    test('a user request goes through while a pass has the lease, and leaves it the lease', async () => {
      const { linkId, write } = await linked(store())
      const lease = await takenLease(store(), linkId, 'worker-1', 1, 2)
      await write({ type: 'updateLink', set: { status: 'paused' } })
      await store().commit(lease, [{ type: 'updateLink', set: { cursor: 'next' } }])
      expect(await store().link(linkId)).toMatchObject({ status: 'paused', cursor: 'next' })
    })

    test('many writes are one commit', async () => {
      const { linkId, record, write } = await linked(store())
      const files = Array.from({ length: 500 }, (_, number) => `file-${number}`)
      await write(...files.map((fileId) => marked(dirtyFile(record, fileId))))
      expect(await store().dirty(linkId, { records: null, limit: 1000 })).toHaveLength(500)
    })
  })

  describe('rows', () => {
    test('do not change with the objects that were given', async () => {
      const { linkId, record, write } = await linked(store())
      const hostFolder = ['Offers']
      await write({ type: 'putBaseline', baseline: newBaseline(linkId, record, 'a', '/x/a.txt', { hostFolder }) })
      hostFolder.push('changed')
      const [baseline] = await store().baselinesOfRecord(linkId, record)
      expect(baseline?.hostFolder).toEqual(['Offers'])
    })
  })
}
