import { describe, expect, test } from 'vitest'

import type { RecordKey } from '../../domain/record-ref.ts'
import type { DirtyKey } from '../../ports/sync-rows.ts'
import type { StoreWrite, SyncStore } from '../../ports/sync-store.ts'
import { dirtyKeyText } from '../../state/dirty-key.ts'
import { cleared, dirtyFile, dirtyPath, linked, marked, newEnrolment, newRecord } from './rows.ts'

/** What has to be looked at. */
export function dirtyTests(store: () => SyncStore): void {
  const some = async (linkId: string, records: readonly RecordKey[] | null, limit = 100) =>
    (await store().dirty(linkId, { records, limit })).map(({ key }) => key)
  const all = (linkId: string, limit?: number) => some(linkId, null, limit)

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
      for (const key of keys) await write(marked(key))
      expect(await all(linkId)).toEqual(keys)
      expect(await all(linkId, 2)).toEqual(keys.slice(0, 2))
    })

    test('the keys of one commit keep their order', async () => {
      const { linkId, record, write } = await linked(store())
      const keys = ['c', 'a', 'b'].map((fileId) => dirtyFile(record, fileId))
      await write(...keys.map(marked))
      expect(await all(linkId)).toEqual(keys)
    })

    test('a key is there once and keeps its place when it is marked again', async () => {
      const { linkId, record, write } = await linked(store())
      const [a, b] = [dirtyFile(record, 'a'), dirtyFile(record, 'b')]
      await write(marked(a))
      await write(marked(b))
      await write(marked(a))
      expect(await all(linkId)).toEqual([a, b])
      await write(cleared(a), cleared(a))
      expect(await all(linkId)).toEqual([b])
      await write(marked(a))
      expect(await all(linkId)).toEqual([b, a])
    })

    test('[S19] tells of records whether they are dirty, in the order asked; a paused one is not', async () => {
      const { linkId, record, write } = await linked(store())
      const [clean, paused, other] = [1, 2, 3].map(() => newRecord(record.tenantId))
      if (!clean || !paused || !other) return expect.fail('there are three')
      await write(
        { type: 'putEnrolment', enrolment: newEnrolment(linkId, paused, { status: 'paused' }) },
        { type: 'putEnrolment', enrolment: newEnrolment(linkId, record) },
        marked(dirtyFile(paused, 'a')),
        marked(dirtyPath(record, '/x/a.txt')),
        marked({ type: 'record', record: other }),
      )
      const stranger = await linked(store())
      await stranger.write(marked(dirtyFile(clean, 'a')))
      expect(await store().areDirty(linkId, [other, clean, paused, record])).toEqual([true, false, false, true])
      expect(await store().areDirty(linkId, [])).toEqual([])
    })

    test('can be asked for some records', async () => {
      const { linkId, record, write } = await linked(store())
      const other = newRecord(record.tenantId)
      const third = newRecord(record.tenantId)
      await write(marked(dirtyFile(record, 'a')), marked(dirtyFile(other, 'a')), marked(dirtyFile(third, 'a')))
      await write(marked(dirtyPath(null, '/elsewhere.txt')), marked(dirtyPath(record, '/x/a.txt')))
      const found = await some(linkId, [third, record])
      expect(found).toEqual([dirtyFile(record, 'a'), dirtyFile(third, 'a'), dirtyPath(record, '/x/a.txt')])
      expect(await some(linkId, [record], 1)).toEqual([dirtyFile(record, 'a')])
      expect(await some(linkId, [])).toEqual([])
    })

    test('links have their own', async () => {
      const { linkId, record, write } = await linked(store())
      const other = await linked(store())
      await write(marked(dirtyFile(record, 'a')))
      await other.write(cleared(dirtyFile(record, 'a')))
      expect(await all(linkId)).toHaveLength(1)
      expect(await all(other.linkId)).toEqual([])
    })

    test('[S19] keys of a paused record are kept and left out until it is resumed', async () => {
      const { linkId, record, write } = await linked(store())
      const other = newRecord(record.tenantId)
      const enrolment = newEnrolment(linkId, record, { status: 'paused' })
      await write({ type: 'putEnrolment', enrolment }, marked(dirtyFile(record, 'a')), marked(dirtyFile(other, 'b')))
      await write(marked({ type: 'record', record }), marked(dirtyPath(null, '/elsewhere.txt')))
      expect(await all(linkId, 2)).toEqual([dirtyFile(other, 'b'), dirtyPath(null, '/elsewhere.txt')])
      expect(await some(linkId, [record])).toEqual([])
      await write({ type: 'updateEnrolment', record, set: { status: 'active' } })
      expect(await some(linkId, [record])).toEqual([dirtyFile(record, 'a'), { type: 'record', record }])
    })
  })

  describe('marks', () => {
    const markOf = async (linkId: string, key: DirtyKey): Promise<number> => {
      const rows = await store().dirty(linkId, { records: null, limit: 100 })
      const row = rows.find((row) => dirtyKeyText(row.key) === dirtyKeyText(key))
      return row?.mark ?? expect.fail('the key is not dirty')
    }

    test('grow with each marking of a key', async () => {
      const { linkId, record, write } = await linked(store())
      const [a, b] = [dirtyFile(record, 'a'), dirtyFile(record, 'b')]
      await write(marked(a), marked(b))
      const first = await markOf(linkId, a)
      expect(await markOf(linkId, b)).toBeGreaterThan(first)
      await write(marked(a))
      expect(await markOf(linkId, a)).toBeGreaterThan(await markOf(linkId, b))
    })

    test('[C93] what was marked again since it was read stays dirty', async () => {
      const { linkId, record, write } = await linked(store())
      const key = dirtyFile(record, 'a')
      await write(marked(key))
      const read = await markOf(linkId, key)
      await write(marked(key))
      await write(cleared(key, read))
      expect(await all(linkId)).toEqual([key])
      await write(cleared(key, await markOf(linkId, key)))
      expect(await all(linkId)).toEqual([])
    })

    test('also of one commit, in which it was marked before', async () => {
      const { linkId, record, write } = await linked(store())
      const key = dirtyFile(record, 'a')
      await write(marked(key))
      const read = await markOf(linkId, key)
      await write(marked(key), cleared(key, read))
      expect(await all(linkId)).toEqual([key])
      await write(cleared(key, await markOf(linkId, key)), marked(key))
      expect(await all(linkId)).toEqual([key])
      await write(marked(key), cleared(key))
      expect(await all(linkId)).toEqual([])
    })

    test('clearing many keys clears each by its own mark', async () => {
      const { linkId, record, write } = await linked(store())
      const keys = ['a', 'b', 'c'].map((fileId) => dirtyFile(record, fileId))
      await write(...keys.map(marked))
      const marks = await store().dirty(linkId, { records: null, limit: 10 })
      await write(marked(dirtyFile(record, 'b')))
      await write(...marks.map(({ key, mark }): StoreWrite => cleared(key, mark)))
      expect(await all(linkId)).toEqual([dirtyFile(record, 'b')])
    })
  })
}
