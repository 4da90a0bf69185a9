import { expect, test } from 'vitest'

import { linked, newActivity, newBaseline, newEnrolment } from '../../testing/sync-store/rows.ts'
import { syncStoreContract } from '../../testing/index.ts'
import { memorySyncStore } from './memory-sync-store.ts'

syncStoreContract('memory', () => ({ store: memorySyncStore() }))

test('rows are frozen, so that no caller changes what is stored', async () => {
  const store = memorySyncStore()
  const { linkId, record, write } = await linked(store)
  await write({ type: 'putBaseline', baseline: newBaseline(linkId, record, 'a', '/x/a.txt') })
  const [baseline] = await store.baselinesOfRecord(linkId, record)
  expect(Object.isFrozen(baseline)).toBe(true)
  expect(Object.isFrozen(baseline?.record)).toBe(true)
  expect(Object.isFrozen(baseline?.hostFolder)).toBe(true)
})

test('a commit cannot write rows of another link', async () => {
  const store = memorySyncStore()
  const { write, record } = await linked(store)
  const other = await linked(store)
  await expect(write({ type: 'putEnrolment', enrolment: newEnrolment(other.linkId, record) })).rejects.toThrow()
  expect(await store.enrolments(other.linkId)).toEqual([])
})

test('[C91] a snapshot brings everything back as it was', async () => {
  const store = memorySyncStore()
  const { linkId, record, write } = await linked(store)
  const kept = newBaseline(linkId, record, 'kept', '/x/kept.txt')
  await write(
    { type: 'putBaseline', baseline: kept },
    { type: 'appendActivity', activity: newActivity(linkId, record, '1') },
  )
  const backup = store.snapshot()
  await write(
    { type: 'deleteBaseline', record, fileId: 'kept' },
    { type: 'putBaseline', baseline: newBaseline(linkId, record, 'new', '/x/new.txt') },
    { type: 'updateLink', set: { cursor: 'later' } },
  )
  store.restore(backup)
  expect(store.snapshot()).toEqual(backup)
  expect(await store.baselinesOfRecord(linkId, record)).toEqual([kept])
  expect(await store.baselinesByPath(linkId, [kept.pathLower])).toEqual([kept])
  expect(await store.link(linkId)).toMatchObject({ cursor: null })
})
