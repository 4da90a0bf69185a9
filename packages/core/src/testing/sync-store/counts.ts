import { describe, expect, test } from 'vitest'

import type { Baseline } from '../../ports/sync-rows.ts'
import type { StoreWrite, SyncStore } from '../../ports/sync-store.ts'
import { dirtyFile, dirtyPath, linked, marked, newBaseline, newRecord } from './rows.ts'

/** What is counted without reading it. */
export function countTests(store: () => SyncStore): void {
  describe('counts', () => {
    test('[S15] of what a link has bound take what is on, in all records', async () => {
      const { linkId, record, write } = await linked(store())
      const other = await linked(store())
      await write(
        put(newBaseline(linkId, record, 'a', '/x/a.txt')),
        put(newBaseline(linkId, newRecord(record.tenantId), 'b', '/y/b.txt')),
        put(newBaseline(linkId, record, 'c', '/x/c.txt', { status: 'detached' })),
        put(newBaseline(linkId, record, 'd', '/x/d.txt', { status: 'suspended' })),
      )
      await other.write(put(newBaseline(other.linkId, record, 'a', '/x/a.txt')))
      expect(await store().countBound(linkId)).toBe(2)
      expect([await store().countBound(linkId, 1), await store().countBound(linkId, 5)]).toEqual([1, 2])
      await write({ type: 'deleteBaseline', record, fileId: 'a' })
      expect(await store().countBound(linkId)).toBe(1)
    })

    test('of a record tell what its line needs', async () => {
      const { linkId, record, write } = await linked(store())
      const other = newRecord(record.tenantId)
      await write(
        put(newBaseline(linkId, record, 'a', '/x/a.txt')),
        put(newBaseline(linkId, record, 'b', '/x/b.txt', { deletion: 'held' })),
        put(newBaseline(linkId, record, 'c', '/x/c.txt', { deletion: 'confirmed' })),
        put(newBaseline(linkId, record, 'd', '/x/d.txt', { status: 'detached' })),
        put(newBaseline(linkId, record, 'e', '/x/e.txt', { status: 'suspended' })),
        put(newBaseline(linkId, other, 'f', '/y/f.txt', { status: 'detached' })),
        marked(dirtyFile(record, 'a')),
        marked(dirtyPath(record, '/x/b.txt')),
        marked(dirtyPath(null, '/elsewhere.txt')),
        marked(dirtyFile(other, 'f')),
      )
      expect(await store().recordCounts(linkId, record)).toEqual({ dirty: 2, bound: 3, detached: 1, held: 1 })
      const nothing = { dirty: 0, bound: 0, detached: 0, held: 0 }
      expect(await store().recordCounts(linkId, newRecord(record.tenantId))).toEqual(nothing)
      expect(await store().recordCounts((await linked(store())).linkId, record)).toEqual(nothing)
    })

    test('of dirty keys stop at a thousand', async () => {
      const { linkId, record, write } = await linked(store())
      await write(...Array.from({ length: 1100 }, (_, number) => marked(dirtyFile(record, `file-${number}`))))
      expect(await store().recordCounts(linkId, record)).toMatchObject({ dirty: 1000 })
    })
  })
}

function put(baseline: Baseline): StoreWrite {
  return { type: 'putBaseline', baseline }
}
