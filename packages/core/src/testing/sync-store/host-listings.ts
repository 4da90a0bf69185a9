import { describe, expect, test } from 'vitest'

import type { RecordKey } from '../../domain/record-ref.ts'
import type { HostChange } from '../../ports/host-files.ts'
import type { HostMirrorRow } from '../../ports/sync-rows.ts'
import type { SyncStore } from '../../ports/sync-store.ts'
import { fresh } from '../shared-setup.ts'
import { linked, newEnrolment, newRecord, noon } from './rows.ts'

/** What complete listings told of a host without a feed, and the feed that follows from them. */
export function hostListingTests(store: () => SyncStore): void {
  const upsert = (record: RecordKey, fileId: string): HostChange => ({ type: 'upsert', record, fileId })
  /** The first listing of a record, on a day. */
  const list = (record: RecordKey, day: number, changes: readonly HostChange[] = []): Promise<boolean> =>
    store().putHostListing(record, { before: null, at: noon(day), rows: [row('a')] }, changes)

  describe('host listings', () => {
    test('a record that was never listed has no rows and no instant', async () => {
      const record = newRecord(fresh('tenant'))
      expect(await store().hostMirror(record)).toEqual([])
      expect(await store().hostListedAt([record])).toEqual([null])
      expect(await store().hostListedAt([])).toEqual([])
    })

    test('a listing replaces the one before it', async () => {
      const record = newRecord(fresh('tenant'))
      const rows = [row('b', { absences: 1 }), row('a')]
      expect(await store().putHostListing(record, { before: null, at: noon(1), rows }, [])).toBe(true)
      expect((await store().hostMirror(record)).toSorted(byId)).toEqual(rows.toSorted(byId))
      const next = { before: noon(1), at: noon(2), rows: [row('c')] }
      expect(await store().putHostListing(record, next, [])).toBe(true)
      expect(await store().hostMirror(record)).toEqual([row('c')])
      const other = newRecord(record.tenantId)
      expect(await store().hostListedAt([other, record, record])).toEqual([null, noon(2), noon(2)])
      expect(await store().hostMirror(other)).toEqual([])
    })

    test('a listing that another one overtook changes nothing', async () => {
      const record = newRecord(fresh('tenant'))
      await list(record, 1, [upsert(record, 'a')])
      const late = (before: number | null) => ({ before: before === null ? null : noon(before), at: noon(3), rows: [] })
      expect(await store().putHostListing(record, late(null), [upsert(record, 'b')])).toBe(false)
      expect(await store().putHostListing(record, late(2), [upsert(record, 'b')])).toBe(false)
      expect(await store().putHostListing(newRecord(record.tenantId), late(1), [])).toBe(false)
      expect(await store().hostMirror(record)).toEqual([row('a')])
      expect((await store().hostFeed(record.tenantId, '0', 10)).changes).toEqual([upsert(record, 'a')])
    })

    test('of two at the same time one is put', async () => {
      const record = newRecord(fresh('tenant'))
      const puts = await Promise.all([list(record, 1, [upsert(record, 'a')]), list(record, 2, [upsert(record, 'b')])])
      expect(puts.filter((isPut) => isPut)).toHaveLength(1)
      expect((await store().hostFeed(record.tenantId, '0', 10)).changes).toHaveLength(1)
    })

    test('the active records of a link are due, never listed first, then the longest ago', async () => {
      const { linkId, record, write } = await linked(store())
      const records = Array.from({ length: 5 }, () => newRecord(record.tenantId))
      const [first, second, recent, stopped, never] = records
      if (!first || !second || !recent || !stopped || !never) throw new Error('There are five records.')
      for (const one of records) {
        const status = one === stopped ? 'stopped' : 'active'
        await write({ type: 'putEnrolment', enrolment: newEnrolment(linkId, one, { status }) })
      }
      await list(second, 2)
      await list(first, 1)
      await list(recent, 5)
      await list(stopped, 1)
      await list(record, 1)
      const due = (limit: number) => store().dueHostListings(linkId, noon(5), limit)
      expect(await due(10)).toEqual([never, first, second])
      expect(await due(2)).toEqual([never, first])
      expect(await store().dueHostListings(fresh('link'), noon(5), 10)).toEqual([])
    })
  })

  describe('the feed of host listings', () => {
    test('has what listings found, in order, from a position on', async () => {
      const record = newRecord(fresh('tenant'))
      const start = await store().hostFeed(record.tenantId, null, 10)
      expect(start).toMatchObject({ changes: [], hasMore: false })
      const gone: HostChange = { type: 'delete', record, fileId: 'b' }
      await list(record, 1, [upsert(record, 'a'), gone])
      const other = newRecord(record.tenantId, { module: 'contacts' })
      await list(other, 1, [upsert(other, 'c')])
      const page = await store().hostFeed(record.tenantId, start.position, 10)
      expect(page).toMatchObject({ changes: [upsert(record, 'a'), gone, upsert(other, 'c')], hasMore: false })
      expect(await store().hostFeed(record.tenantId, page.position, 10)).toEqual({ ...page, changes: [] })
      expect(await store().hostFeed(record.tenantId, null, 10)).toEqual({ ...page, changes: [] })
    })

    test('is read in pages', async () => {
      const record = newRecord(fresh('tenant'))
      const { position } = await store().hostFeed(record.tenantId, null, 10)
      const changes = ['a', 'b', 'c', 'd', 'e'].map((fileId) => upsert(record, fileId))
      await list(record, 1, changes)
      const first = await store().hostFeed(record.tenantId, position, 2)
      expect(first).toMatchObject({ changes: changes.slice(0, 2), hasMore: true })
      const second = await store().hostFeed(record.tenantId, first.position, 3)
      expect(second).toMatchObject({ changes: changes.slice(2), hasMore: false })
    })

    test('[X35] is that of one tenant', async () => {
      const record = newRecord(fresh('tenant'))
      const theirs = newRecord(fresh('tenant'))
      const { position } = await store().hostFeed(record.tenantId, null, 10)
      await list(theirs, 1, [upsert(theirs, 'a')])
      await list(record, 1, [upsert(record, 'b')])
      expect((await store().hostFeed(record.tenantId, position, 10)).changes).toEqual([upsert(record, 'b')])
      expect((await store().hostFeed(theirs.tenantId, '0', 10)).changes).toEqual([upsert(theirs, 'a')])
      expect(await store().hostMirror({ ...theirs, tenantId: record.tenantId })).toEqual([])
    })
  })
}

function row(fileId: string, rest: Partial<HostMirrorRow> = {}): HostMirrorRow {
  return { fileId, version: 'v1', absences: 0, ...rest }
}

function byId(a: HostMirrorRow, b: HostMirrorRow): number {
  return a.fileId < b.fileId ? -1 : 1
}
