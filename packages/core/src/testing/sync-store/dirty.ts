import { describe, expect, test } from 'vitest'

import type { DirtyKey, StoreWrite, SyncStore } from '../../ports/sync-store.ts'
import { dirtyFile, dirtyPath, linked, newRecord } from './rows.ts'

/** What has to be looked at. */
export function dirtyTests(store: () => SyncStore): void {
  const all = (linkId: string, limit = 100) => store().dirty(linkId, { records: null, limit })

  describe('dirty', () => {
    test('files, paths and records are listed oldest first', async () => {
      const { linkId, record, write } = await linked(store())
      const keys = [
        dirtyFile(record, 'b'),
        dirtyPath(record, '/x/a.txt'),
        dirtyPath(null, '/elsewhere.txt'),
        { type: 'record', record } as const,
        dirtyFile(record, 'a'),
      ]
      for (const key of keys) await write(mark(key))
      expect(await all(linkId)).toEqual(keys)
      expect(await all(linkId, 2)).toEqual(keys.slice(0, 2))
    })

    test('the keys of one commit keep their order', async () => {
      const { linkId, record, write } = await linked(store())
      const keys = ['c', 'a', 'b'].map((fileId) => dirtyFile(record, fileId))
      await write(...keys.map(mark))
      expect(await all(linkId)).toEqual(keys)
    })

    test('a key is there once and keeps its place when it is marked again', async () => {
      const { linkId, record, write } = await linked(store())
      const [a, b] = [dirtyFile(record, 'a'), dirtyFile(record, 'b')]
      await write(mark(a))
      await write(mark(b))
      await write(mark(a))
      expect(await all(linkId)).toEqual([a, b])
      await write({ type: 'clearDirty', key: a }, { type: 'clearDirty', key: a })
      expect(await all(linkId)).toEqual([b])
      await write(mark(a))
      expect(await all(linkId)).toEqual([b, a])
    })

    test('can be asked for some records', async () => {
      const { linkId, record, write } = await linked(store())
      const other = newRecord(record.tenantId)
      const third = newRecord(record.tenantId)
      await write(mark(dirtyFile(record, 'a')), mark(dirtyFile(other, 'a')), mark(dirtyFile(third, 'a')))
      await write(mark(dirtyPath(null, '/elsewhere.txt')), mark(dirtyPath(record, '/x/a.txt')))
      const some = await store().dirty(linkId, { records: [third, record], limit: 100 })
      expect(some).toEqual([dirtyFile(record, 'a'), dirtyFile(third, 'a'), dirtyPath(record, '/x/a.txt')])
      expect(await store().dirty(linkId, { records: [record], limit: 1 })).toEqual([dirtyFile(record, 'a')])
      expect(await store().dirty(linkId, { records: [], limit: 100 })).toEqual([])
    })

    test('links have their own', async () => {
      const { linkId, record, write } = await linked(store())
      const other = await linked(store())
      await write(mark(dirtyFile(record, 'a')))
      await other.write({ type: 'clearDirty', key: dirtyFile(record, 'a') })
      expect(await all(linkId)).toHaveLength(1)
      expect(await all(other.linkId)).toEqual([])
    })
  })
}

function mark(key: DirtyKey): StoreWrite {
  return { type: 'markDirty', key }
}
