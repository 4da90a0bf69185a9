import { expect, test } from 'vitest'

import type { RecordKey } from '../../domain/record-ref.ts'
import { epochMsOf } from '../../state/instant-of.ts'
import { type World, engineWorld } from '../../testing/engine-world/engine-world.ts'

const RELIST_MS = 16 * 60_000

/** Companies have a feed, meetings are listed. */
async function mixedWorld() {
  const world = await engineWorld({ capabilities: { meetings: { changes: 'list' } } })
  const meeting = (number: string): RecordKey => {
    const record: RecordKey = { tenantId: world.acme.tenantId, module: 'meetings', id: `meeting-${number}` }
    world.records.set(record, { name: 'Kick-off', number, singular: 'Meeting' })
    return record
  }
  return { ...world, meeting }
}

const listedAt = async ({ store }: World, records: readonly RecordKey[]) =>
  (await store.hostListedAt(records)).filter((at) => at !== null).length

test('[S3] a host with a feed for some modules and none for others: both are read, each from its own place', async () => {
  const { ada, crm, acme, clock, meeting, store } = await mixedWorld()
  const kickOff = meeting('9')
  await ada.press(acme, kickOff)
  await crm.put('a.txt', '1')
  await crm.of(kickOff).put('b.txt', '2')
  await ada.sync()
  expect(await ada.files()).toEqual(['a.txt: 1'])
  clock.advance(RELIST_MS)
  await ada.sync()
  expect(await ada.files('/Meetings/Kick-off (9)')).toEqual(['b.txt: 2'])
  const before = (await store.link(ada.linkId))?.feedPosition
  await crm.put('a.txt', '3')
  await ada.sync()
  expect(await ada.files()).toEqual(['a.txt: 3'])
  expect((await store.link(ada.linkId))?.feedPosition).not.toBe(before)
  await ada.isAtRest()
})

test('[S6] a deletion counts at once where there is a feed, and after two listings where there is none', async () => {
  const { ada, crm, acme, clock, meeting } = await mixedWorld()
  const kickOff = meeting('9')
  await crm.put('a.txt', '1')
  await crm.of(kickOff).put('b.txt', '2')
  await ada.press(acme, kickOff)
  await crm.remove('a.txt')
  await crm.of(kickOff).remove('b.txt')
  clock.advance(RELIST_MS)
  await ada.sync()
  expect(await ada.files()).toEqual([])
  expect(await ada.files('/Meetings/Kick-off (9)')).toEqual(['b.txt: 2'])
  clock.advance(61_000)
  await ada.sync()
  expect(await ada.files('/Meetings/Kick-off (9)')).toEqual([])
  await ada.isAtRest()
})

test('[S3] a pass lists 50 records at most, those that waited longest first, and records with a feed take no place', async () => {
  const world = await mixedWorld()
  const { ada, clock, meeting, record } = world
  const companies = Array.from({ length: 60 }, (_, at) => record(`c${at}`, 'Company'))
  await ada.press(...companies)
  const meetings = Array.from({ length: 70 }, (_, at) => meeting(String(at)))
  await ada.press(...meetings)
  expect(await listedAt(world, meetings)).toBe(50)
  await ada.sync()
  expect(await listedAt(world, meetings)).toBe(70)
  expect(await listedAt(world, companies)).toBe(0)
  clock.advance(RELIST_MS)
  const since = clock.now()
  const again = async () =>
    (await world.store.hostListedAt(meetings)).filter((at) => at !== null && epochMsOf(at) >= since).length
  await ada.pass()
  expect(await again()).toBe(50)
  await ada.pass()
  expect(await again()).toBe(70)
})

test('[S3] a host of modules without a feed whose position was that of the host alone goes on from there', async () => {
  const { ada, crm, acme, clock, meeting, store } = await mixedWorld()
  await ada.press(acme)
  const { feedPosition } = (await store.link(ada.linkId)) ?? {}
  const { feed } = JSON.parse(feedPosition ?? '{}') as { readonly feed: string }
  await store.commitUserRequest(ada.linkId, [{ type: 'updateLink', set: { feedPosition: feed } }])
  await crm.put('a.txt', '1')
  const kickOff = meeting('9')
  await ada.press(kickOff)
  await crm.of(kickOff).put('b.txt', '2')
  clock.advance(RELIST_MS)
  await ada.sync()
  expect(await ada.files()).toEqual(['a.txt: 1'])
  expect(await ada.files('/Meetings/Kick-off (9)')).toEqual(['b.txt: 2'])
})
