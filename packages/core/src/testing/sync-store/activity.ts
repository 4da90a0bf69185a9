import { describe, expect, test } from 'vitest'

import type { SyncStore } from '../../ports/sync-store.ts'
import type { ActivityEntry, Inverse, NewActivity } from '../../state/activity.ts'
import { fresh } from '../shared-setup.ts'
import { linked, newActivity, newRecord, noon } from './rows.ts'

const newest = { before: null, limit: 100 }

/** What users see of what happened. */
export function activityTests(store: () => SyncStore): void {
  const append = (...activities: readonly NewActivity[]) =>
    activities.map((activity) => ({ type: 'appendActivity', activity }) as const)
  const subjects = (rows: readonly ActivityEntry[]): readonly string[] => rows.map((row) => row.subject)

  describe('activity', () => {
    test('keeps rows as they were, newest first', async () => {
      const { linkId, record, write } = await linked(store())
      const first = newActivity(linkId, record, 'first')
      const second = newActivity(linkId, record, 'second', { record: null, fileId: null, direction: null, details: {} })
      await write(...append(first, second))
      const { rows, next } = await store().activity({ tenantId: record.tenantId }, newest)
      expect(rows).toMatchObject([second, first])
      expect(next).toBeNull()
      expect(new Set(rows.map((row) => row.position)).size).toBe(2)
    })

    test('is ordered as it was written, whatever the clock said', async () => {
      const { linkId, record, write } = await linked(store())
      const at = newActivity(linkId, record, 'x').at
      await write(
        ...append(newActivity(linkId, record, 'first', { at }), newActivity(linkId, record, 'second', { at })),
      )
      await write(...append(newActivity(linkId, record, 'third', { at })))
      const { rows } = await store().activity({ tenantId: record.tenantId }, newest)
      expect(subjects(rows)).toEqual(['third', 'second', 'first'])
    })

    test('pages backwards, and rows that come meanwhile shift nothing', async () => {
      const { linkId, record, write } = await linked(store())
      await write(...append(...['1', '2', '3', '4', '5'].map((name) => newActivity(linkId, record, name))))
      const of = { tenantId: record.tenantId }
      const first = await store().activity(of, { before: null, limit: 2 })
      expect(subjects(first.rows)).toEqual(['5', '4'])
      await write(...append(newActivity(linkId, record, '6')))
      const second = await store().activity(of, { before: first.next, limit: 2 })
      expect(subjects(second.rows)).toEqual(['3', '2'])
      const third = await store().activity(of, { before: second.next, limit: 2 })
      expect(subjects(third.rows)).toEqual(['1'])
      expect(third.next).toBeNull()
    })

    test('is asked for by tenant, link, record and file', async () => {
      const { linkId, record, write } = await linked(store())
      const { tenantId } = record
      const second = await linked(store(), { user: { tenantId, userId: 'user-grace' } })
      const other = newRecord(tenantId)
      await write(...append(newActivity(linkId, record, 'ours'), newActivity(linkId, other, 'other record')))
      await second.write(...append(newActivity(second.linkId, record, 'other link')))
      const asked = async (of: { linkId?: string; record?: typeof record; fileId?: string }) =>
        subjects((await store().activity({ tenantId, ...of }, newest)).rows)
      expect(await asked({})).toEqual(['other link', 'other record', 'ours'])
      expect(await asked({ linkId })).toEqual(['other record', 'ours'])
      expect(await asked({ record })).toEqual(['other link', 'ours'])
      expect(await asked({ linkId, record })).toEqual(['ours'])
      expect((await store().activity({ tenantId: 'another', linkId }, newest)).rows).toEqual([])
      await write(...append(newActivity(linkId, record, 'of a file', { fileId: 'file-7' })))
      expect(await asked({ record, fileId: 'file-7' })).toEqual(['of a file'])
      expect(await asked({ record, fileId: 'unknown' })).toEqual([])
    })

    test('a row is found by its id within its tenant', async () => {
      const { linkId, record, write } = await linked(store())
      const activity = newActivity(linkId, record, 'a.txt')
      await write(...append(activity, newActivity(linkId, record, 'b.txt')))
      expect(await store().activityEntry(record.tenantId, activity.id)).toMatchObject(activity)
      expect(await store().activityEntry('another', activity.id)).toBeNull()
      expect(await store().activityEntry(record.tenantId, 'unknown')).toBeNull()
    })

    test('[S15] rows of a code are counted from an instant on, whatever their order', async () => {
      const { linkId, record, write } = await linked(store())
      const other = await linked(store(), { user: { tenantId: record.tenantId, userId: 'user-grace' } })
      const at = (day: number) => newActivity(linkId, record, `${day}`, { code: 'deletedInRemote', at: noon(day) })
      await write(...append(at(4), at(6), at(5), at(3), newActivity(linkId, record, 'x', { at: noon(6) })))
      await other.write(...append({ ...at(6), id: fresh('activity'), linkId: other.linkId }))
      const count = (day: number) => store().countActivity(linkId, 'deletedInRemote', noon(day))
      expect([await count(1), await count(5), await count(6), await count(7)]).toEqual([4, 2, 1, 0])
      expect(await store().countActivity(linkId, 'undone', noon(1))).toBe(0)
    })
  })

  describe('undo', () => {
    const inverses: readonly Inverse[] = [
      { type: 'putBack' },
      { type: 'restoreFile' },
      { type: 'restoreRemote', path: '/Companies/a.txt', revision: 'rev-1' },
      { type: 'restoreVersion', version: 'v1', after: 'v2' },
      { type: 'place', name: 'a.txt', folder: ['Offers', '2026'], after: 'v2' },
    ]

    test('a row keeps how it can be undone, and until when', async () => {
      const { linkId, record, write } = await linked(store())
      const rows = inverses.map((inverse) =>
        newActivity(linkId, record, inverse.type, { undo: { until: noon(9), inverse } }),
      )
      await write(...append(...rows))
      for (const row of rows) expect(await store().activityEntry(record.tenantId, row.id)).toMatchObject(row)
    })

    test('ends once it was done; everything else of the row stays', async () => {
      const { linkId, record, write } = await linked(store())
      const undo = { until: noon(9), inverse: { type: 'putBack' } } as const
      const [first, second] = ['a', 'b'].map((name) => newActivity(linkId, record, name, { undo }))
      if (!first || !second) throw new Error('There are two rows.')
      await write(...append(first, second))
      await write({ type: 'endUndo', activityId: first.id })
      expect(await store().activityEntry(record.tenantId, first.id)).toMatchObject({ ...first, undo: null })
      expect(await store().activityEntry(record.tenantId, second.id)).toMatchObject(second)
      await write({ type: 'endUndo', activityId: first.id }, { type: 'endUndo', activityId: 'unknown' })
      const { rows } = await store().activity({ tenantId: record.tenantId }, newest)
      expect(subjects(rows)).toEqual(['b', 'a'])
      const third = fresh('activity')
      await write(...append({ ...second, id: third }), { type: 'endUndo', activityId: third })
      expect(await store().activityEntry(record.tenantId, third)).toMatchObject({ undo: null })
    })
  })
}
