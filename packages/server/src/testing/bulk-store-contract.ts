import { type Instant, type RecordKey, type UserKey, instant } from '@twinfolder/core'
import { describe, expect, test } from 'vitest'

import type { BulkStore, StoredBulkRun } from '../ports/bulk-store.ts'

const sofie: UserKey = { tenantId: 'tenant-1', userId: 'sofie' }
const company = (id: string): RecordKey => ({ tenantId: 'tenant-1', module: 'companies', id })
const at = (seconds: number): Instant => instant(new Date(1_767_225_600_000 + seconds * 1000).toISOString())
const noEnds = { synced: 0, emptyFolder: 0, oneWay: 0, nothingToDo: 0, skipped: 0, failed: 0, cancelled: 0 }
const run = (id: string, total: number, change: Partial<StoredBulkRun> = {}): StoredBulkRun => ({
  id,
  user: sofie,
  linkId: 'link-1',
  module: 'companies',
  state: 'running',
  total,
  ends: noEnds,
  startedAt: at(0),
  endedAt: null,
  retryOf: null,
  ...change,
})

/** What every {@link BulkStore} does. `open` gives an empty store; it is called for each test. */
export function bulkStoreContract(name: string, open: () => BulkStore | Promise<BulkStore>): void {
  describe(`BulkStore: ${name}`, () => {
    test('keeps a run with its records in the order of the snapshot', async () => {
      const store = await open()
      await store.create(run('r1', 3, { retryOf: 'r0' }), [company('3'), company('1'), company('2')])
      expect(await store.get('r1')).toEqual(run('r1', 3, { retryOf: 'r0' }))
      expect(await store.get('unknown')).toBeNull()
      const page = await store.records('r1', { end: null, offset: 1, limit: 1 })
      expect(page).toEqual({ rows: [{ record: { module: 'companies', id: '1' }, end: null, code: null }], total: 3 })
      expect(await store.records('unknown', { end: null, offset: 0, limit: 10 })).toEqual({ rows: [], total: 0 })
    })

    test('a run of no module takes records of all', async () => {
      const store = await open()
      const contact: RecordKey = { tenantId: 'tenant-1', module: 'contacts', id: '1' }
      await store.create(run('r1', 2, { module: null }), [company('1'), contact])
      expect((await store.get('r1'))?.module).toBeNull()
      expect(await store.waitingFor('link-1', [contact])).toEqual([['r1']])
    })

    test('each record ends once; the last one ends the run', async () => {
      const store = await open()
      await store.create(run('r1', 3), [company('1'), company('2'), company('3')])
      await store.end(
        'r1',
        [
          { record: company('1'), end: 'synced', code: null },
          { record: company('2'), end: 'failed', code: 'remote_unavailable' },
        ],
        at(5),
      )
      await store.end('r1', [{ record: company('1'), end: 'failed', code: 'unexpected' }], at(6))
      await store.end('r1', [{ record: company('unknown'), end: 'synced', code: null }], at(6))
      expect(await store.get('r1')).toEqual(run('r1', 3, { ends: { ...noEnds, synced: 1, failed: 1 } }))
      await store.end('r1', [{ record: company('3'), end: 'emptyFolder', code: null }], at(7))
      expect(await store.get('r1')).toMatchObject({ state: 'done', endedAt: at(7), ends: { emptyFolder: 1 } })
      const failed = await store.records('r1', { end: 'failed', offset: 0, limit: 10 })
      expect(failed.rows).toEqual([
        { record: { module: 'companies', id: '2' }, end: 'failed', code: 'remote_unavailable' },
      ])
      expect(failed.total).toBe(1)
    })

    test('cancelling ends what waits and keeps what is done', async () => {
      const store = await open()
      await store.create(run('r1', 3), [company('1'), company('2'), company('3')])
      await store.end('r1', [{ record: company('1'), end: 'synced', code: null }], at(1))
      await store.cancel('r1', at(2))
      const cancelled = run('r1', 3, {
        state: 'cancelled',
        endedAt: at(2),
        ends: { ...noEnds, synced: 1, cancelled: 2 },
      })
      expect(await store.get('r1')).toEqual(cancelled)
      await store.end('r1', [{ record: company('2'), end: 'synced', code: null }], at(3))
      await store.cancel('r1', at(4))
      expect(await store.get('r1')).toEqual(cancelled)
    })

    test('a run that is done stays done when it is cancelled', async () => {
      const store = await open()
      await store.create(run('r1', 1), [company('1')])
      await store.end('r1', [{ record: company('1'), end: 'oneWay', code: null }], at(1))
      await store.cancel('r1', at(2))
      expect(await store.get('r1')).toMatchObject({ state: 'done', endedAt: at(1) })
    })

    test('tells in which running runs of a link a record waits', async () => {
      const store = await open()
      await store.create(run('r1', 2), [company('1'), company('2')])
      await store.create(run('r2', 1), [company('1')])
      await store.create(run('r3', 1, { linkId: 'link-2' }), [company('1')])
      const waiting = async (...ids: readonly string[]) =>
        (await store.waitingFor('link-1', ids.map(company))).map((runs) => runs.toSorted())
      expect(await waiting('2', 'unknown', '1')).toEqual([['r1'], [], ['r1', 'r2']])
      expect(await waiting()).toEqual([])
      await store.end('r1', [{ record: company('1'), end: 'synced', code: null }], at(1))
      expect(await waiting('1')).toEqual([['r2']])
      await store.cancel('r2', at(2))
      expect(await waiting('1', '2')).toEqual([[], ['r1']])
      expect((await store.running('link-1')).map(({ id }) => id)).toEqual(['r1'])
    })

    test('[X35] lists the runs of one user, newest first', async () => {
      const store = await open()
      await store.create(run('r1', 1, { startedAt: at(1) }), [company('1')])
      await store.create(run('r2', 1, { startedAt: at(2), module: 'contacts' }), [company('1')])
      await store.create(run('r3', 1, { startedAt: at(3) }), [company('1')])
      await store.create(run('r4', 1, { startedAt: at(4), user: { ...sofie, tenantId: 'tenant-2' } }), [company('1')])
      await store.create(run('r5', 1, { startedAt: at(5), user: { ...sofie, userId: 'jonas' } }), [company('1')])
      const ids = async (module: 'companies' | null, limit: number): Promise<readonly string[]> =>
        (await store.ofUser(sofie, { module, limit })).map(({ id }) => id)
      expect(await ids(null, 10)).toEqual(['r3', 'r2', 'r1'])
      expect(await ids('companies', 10)).toEqual(['r3', 'r1'])
      expect(await ids(null, 1)).toEqual(['r3'])
    })

    test('[X35] the same record of another tenant is another record', async () => {
      const store = await open()
      await store.create(run('r1', 1), [company('1')])
      expect(await store.waitingFor('link-1', [{ ...company('1'), tenantId: 'tenant-2' }])).toEqual([[]])
    })

    test('takes ten thousand records', async () => {
      const store = await open()
      const records = Array.from({ length: 10_000 }, (_, index) => company(String(index)))
      await store.create(run('r1', records.length), records)
      await store.end(
        'r1',
        records.slice(0, 5000).map((record) => ({ record, end: 'synced' as const, code: null })),
        at(1),
      )
      expect(await store.get('r1')).toMatchObject({ state: 'running', ends: { synced: 5000 } })
      const waiting = await store.records('r1', { end: null, offset: 9990, limit: 100 })
      expect([waiting.rows.length, waiting.total]).toEqual([10, 10_000])
    })
  })
}
