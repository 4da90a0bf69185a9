import { describe, expect, test } from 'vitest'

import type { SyncStore } from '../../ports/sync-store.ts'
import type { ActivityEntry, NewActivity } from '../../state/activity.ts'
import { linked, newActivity, newRecord } from './rows.ts'

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

    test('is asked for by tenant, link and record', async () => {
      const { linkId, record, write } = await linked(store())
      const { tenantId } = record
      const second = await linked(store(), { user: { tenantId, userId: 'user-grace' } })
      const other = newRecord(tenantId)
      await write(...append(newActivity(linkId, record, 'ours'), newActivity(linkId, other, 'other record')))
      await second.write(...append(newActivity(second.linkId, record, 'other link')))
      const asked = async (of: { linkId?: string; record?: typeof record }) =>
        subjects((await store().activity({ tenantId, ...of }, newest)).rows)
      expect(await asked({})).toEqual(['other link', 'other record', 'ours'])
      expect(await asked({ linkId })).toEqual(['other record', 'ours'])
      expect(await asked({ record })).toEqual(['other link', 'ours'])
      expect(await asked({ linkId, record })).toEqual(['ours'])
      expect((await store().activity({ tenantId: 'another', linkId }, newest)).rows).toEqual([])
    })
  })
}
