import { describe, expect, test } from 'vitest'

import type { Problem } from '../../ports/sync-rows.ts'
import type { StoreWrite, SyncStore } from '../../ports/sync-store.ts'
import { dirtyFile, dirtyPath, linked, newProblem, newRecord, noon } from './rows.ts'

/** Why things are not synchronised. */
export function problemTests(store: () => SyncStore): void {
  describe('problems', () => {
    test('[S14] a key has one problem, which is put again with each attempt and deleted in the end', async () => {
      const { linkId, record, write } = await linked(store())
      const first = newProblem(linkId, record, 'a')
      await write(put(first))
      const second = { ...first, code: 'name_refused', attempts: 2, retryAt: null, input: 'v2' } as const
      await write(put(second))
      expect(await store().problems(linkId, record)).toEqual([second])
      await write({ type: 'deleteProblem', key: first.key })
      expect(await store().problems(linkId, record)).toEqual([])
      await write({ type: 'deleteProblem', key: first.key })
    })

    test('are listed for a record, or those in no record', async () => {
      const { linkId, record, write } = await linked(store())
      const a = newProblem(linkId, record, 'a')
      const b = newProblem(linkId, newRecord(record.tenantId), 'b')
      const c = newProblem(linkId, record, 'c', { record: null, key: dirtyPath(null, '/elsewhere.txt') })
      await write(put(a), put(b), put(c))
      expect(await store().problems(linkId, record)).toEqual([a])
      expect(await store().problems(linkId, null)).toEqual([c])
    })

    test('of several records are found at once, in the order asked', async () => {
      const { linkId, record, write } = await linked(store())
      const [other, empty] = [newRecord(record.tenantId), newRecord(record.tenantId)]
      const a = newProblem(linkId, record, 'a')
      const b = newProblem(linkId, other, 'b')
      const shown = newProblem(linkId, other, 'c', { key: dirtyPath(null, '/elsewhere.txt') })
      await write(put(a), put(b), put(shown))
      const found = await store().problemsByRecord(linkId, [other, empty, record])
      expect(found.map((rows) => rows.length)).toEqual([2, 0, 1])
      expect(found.flat()).toEqual(expect.arrayContaining([a, b, shown]))
      expect(await store().problemsByRecord(linkId, [])).toEqual([])
    })

    test('are found by their keys, in the order asked', async () => {
      const { linkId, record, write } = await linked(store())
      const other = await linked(store())
      const a = newProblem(linkId, record, 'a')
      const path = newProblem(linkId, record, 'b', { key: dirtyPath(record, '/x/b.txt') })
      const whole = newProblem(linkId, record, 'c', { key: { type: 'record', record } })
      await write(put(a), put(path), put(whole))
      const keys = [path.key, dirtyFile(record, 'unknown'), a.key, whole.key, a.key]
      expect(await store().problemsByKey(linkId, keys)).toEqual([path, null, a, whole, a])
      expect(await store().problemsByKey(other.linkId, [a.key])).toEqual([null])
      expect(await store().problemsByKey(linkId, [])).toEqual([])
    })

    test('are due from their time on, longest due first; those that wait for another input never', async () => {
      const { linkId, record, write } = await linked(store())
      await write(
        put(newProblem(linkId, record, 'later', { retryAt: noon(7) })),
        put(newProblem(linkId, record, 'second', { retryAt: noon(6) })),
        put(newProblem(linkId, record, 'never', { retryAt: null })),
        put(newProblem(linkId, record, 'first', { retryAt: noon(5) })),
      )
      const due = async (day: number, limit: number) =>
        (await store().dueProblems(linkId, noon(day), limit)).map(({ key }) => key.type === 'file' && key.fileId)
      expect(await due(4, 10)).toEqual([])
      expect(await due(6, 10)).toEqual(['first', 'second'])
      expect(await due(30, 10)).toEqual(['first', 'second', 'later'])
      expect(await due(30, 1)).toEqual(['first'])
    })

    test('links have their own', async () => {
      const { linkId, record, write } = await linked(store())
      const other = await linked(store())
      await write(put(newProblem(linkId, record, 'a')))
      expect(await store().problems(other.linkId, record)).toEqual([])
      expect(await store().dueProblems(other.linkId, noon(30), 10)).toEqual([])
    })
  })
}

function put(problem: Problem): StoreWrite {
  return { type: 'putProblem', problem }
}
