import { describe, expect, test } from 'vitest'

import { randomId } from '../random-id.ts'
import type { Opened } from './adapter-under-test.ts'

/** How runs over many records go. */
export function bulkContract(open: () => Promise<Opened>): void {
  const segmentOf = ({ record, otherRecord }: Opened) => ({ records: [record, otherRecord] })
  const sum = (ends: object): number => Object.values(ends).reduce((total: number, count: number) => total + count, 0)

  describe('bulk', () => {
    test('says before what it would do', async () => {
      const opened = await open()
      await opened.link()
      expect(await opened.client.preflightBulk(segmentOf(opened))).toMatchObject({ records: 2 })
    })

    test('without a link it is refused', async () => {
      const opened = await open()
      await expect(opened.client.startBulk(segmentOf(opened))).rejects.toMatchObject({ code: 'not_linked' })
    })

    test('a run counts each record, and is found again', async () => {
      const opened = await open()
      const { client, record, otherRecord } = opened
      await opened.link()
      const run = await client.startBulk(segmentOf(opened))
      expect(run).toMatchObject({ total: 2, module: record.module, retryOf: null })
      expect(sum(run.ends)).toBeLessThanOrEqual(2)
      expect(await client.getBulk(run.id)).toMatchObject({ id: run.id, total: 2 })
      expect((await client.listBulk()).map(({ id }) => id)).toEqual([run.id])
      expect((await client.listBulk({ module: record.module })).map(({ id }) => id)).toEqual([run.id])
      const page = await client.listBulkRecords(run.id)
      expect(page).toMatchObject({ total: 2, offset: 0 })
      expect(page.rows.map((row) => row.record)).toEqual(expect.arrayContaining([record, otherRecord]))
      expect((await client.listBulkRecords(run.id, { offset: 1, limit: 1 })).rows).toHaveLength(1)
    })

    test('[X53] the same call with the same key is one run, and another key another one', async () => {
      const opened = await open()
      const { client } = opened
      await opened.link()
      const key = { idempotencyKey: randomId() }
      const { id } = await client.startBulk(segmentOf(opened), key)
      expect((await client.startBulk(segmentOf(opened), key)).id).toBe(id)
      await client.cancelBulk(id)
      const keyOfRetry = { idempotencyKey: randomId() }
      const retried = await client.retryBulk(id, keyOfRetry)
      expect((await client.retryBulk(id, keyOfRetry)).id).toBe(retried.id)
      expect((await client.startBulk(segmentOf(opened))).id).not.toBe(id)
      expect(await client.listBulk()).toHaveLength(3)
    })

    test('a run that is cancelled leaves no record waiting', async () => {
      const opened = await open()
      const { client } = opened
      await opened.link()
      const { id } = await client.startBulk(segmentOf(opened))
      const run = await client.cancelBulk(id)
      expect(run.state).not.toBe('running')
      expect(run.endedAt).not.toBeNull()
      expect(sum(run.ends)).toBe(2)
      const { total } = await client.listBulkRecords(id, { end: 'cancelled' })
      expect(total).toBe(run.ends.cancelled)
      expect(await client.cancelBulk(id)).toEqual(run)
    })

    test('an unknown run is refused', async () => {
      const { client } = await open()
      for (const call of [
        () => client.getBulk('no-such-run'),
        () => client.listBulkRecords('no-such-run'),
        () => client.cancelBulk('no-such-run'),
        () => client.retryBulk('no-such-run'),
      ]) {
        await expect(call()).rejects.toMatchObject({ code: 'bulk_unknown' })
      }
    })
  })
}
