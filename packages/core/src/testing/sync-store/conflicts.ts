import { describe, expect, test } from 'vitest'

import type { Conflict } from '../../ports/sync-rows.ts'
import type { StoreWrite, SyncStore } from '../../ports/sync-store.ts'
import { linked, newConflict, newRecord, noon, someHash } from './rows.ts'

/** Pairs of versions that nobody has decided on. */
export function conflictTests(store: () => SyncStore): void {
  describe('conflicts', () => {
    test('[S4] a pair is there once, and is gone with either of its sides', async () => {
      const { linkId, record, write } = await linked(store())
      const first = newConflict(linkId, record, 'a', 'copy-1')
      const second = newConflict(linkId, record, 'a', 'copy-2', { at: noon(5) })
      const third = newConflict(linkId, record, 'b', 'copy-3', { at: noon(6) })
      await write(put(first), put(second), put(third))
      const renamed = { ...first, name: 'renamed.pdf', contentHash: someHash }
      await write(put(renamed))
      expect(await store().conflicts(record)).toEqual([renamed, second, third])
      await write({ type: 'deleteConflicts', record, fileId: 'copy-3' })
      expect(await store().conflicts(record)).toEqual([renamed, second])
      await write({ type: 'deleteConflicts', record, fileId: 'a' })
      expect(await store().conflicts(record)).toEqual([])
      await write({ type: 'deleteConflicts', record, fileId: 'a' })
    })

    test('are written in the order of the writes', async () => {
      const { linkId, record, write } = await linked(store())
      const first = newConflict(linkId, record, 'a', 'copy-1')
      const second = newConflict(linkId, record, 'a', 'copy-2')
      await write(put(first), { type: 'deleteConflicts', record, fileId: 'a' }, put(second))
      expect(await store().conflicts(record)).toEqual([second])
      await write(put(first), { type: 'deleteConflicts', record, fileId: 'copy-1' })
      expect(await store().conflicts(record)).toEqual([second])
    })

    test('of a record are listed over all links, oldest first, less those of revoked links', async () => {
      const { linkId, record, write } = await linked(store())
      const second = await linked(store(), { user: { tenantId: record.tenantId, userId: 'user-grace' } })
      const later = newConflict(linkId, record, 'a', 'copy-1', { at: noon(6) })
      const earlier = newConflict(second.linkId, record, 'a', 'copy-2', { at: noon(5) })
      await write(put(later), put(newConflict(linkId, newRecord(record.tenantId), 'a', 'copy-1')))
      await second.write(put(earlier))
      expect(await store().conflicts(record)).toEqual([earlier, later])
      await second.write({ type: 'updateLink', set: { status: 'revoked' } })
      expect(await store().conflicts(record)).toEqual([later])
    })

    test('of one link are not deleted by another one', async () => {
      const { linkId, record, write } = await linked(store())
      const second = await linked(store(), { user: { tenantId: record.tenantId, userId: 'user-grace' } })
      const conflict = newConflict(linkId, record, 'a', 'copy-1')
      await write(put(conflict))
      await second.write({ type: 'deleteConflicts', record, fileId: 'a' })
      expect(await store().conflicts(record)).toEqual([conflict])
    })
  })
}

function put(conflict: Conflict): StoreWrite {
  return { type: 'putConflict', conflict }
}
