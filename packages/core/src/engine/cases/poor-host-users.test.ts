import { expect, test } from 'vitest'

import type { RecordKey } from '../../domain/record-ref.ts'
import { poorWorld, syncedPoorWorld } from '../../testing/poor-host/poor-world.ts'

const version = 'a (Dropbox, Ada, 2026-01-01).txt'

async function twoUsers() {
  const world = await syncedPoorWorld({ 'a.txt': 'h1' }, { users: ['Ada', 'Bob'] })
  const [, bob] = world.spokes
  if (!bob) throw new Error('There is no second user.')
  return { ...world, bob }
}

const texts = (lines: readonly string[]): readonly string[] => lines.map((line) => line.split(': ')[1] ?? '').toSorted()

test("[C96] a poor host: one user's edit reaches the others as a new file", async () => {
  const { ada, bob, crm, settle } = await twoUsers()
  await ada.put('a.txt', 'h2')
  await settle()
  expect(crm.files()).toEqual([`${version}: h2`, 'a.txt: h1'])
  expect(await ada.files()).toEqual(['a.txt: h2'])
  expect(await bob.files()).toEqual([`${version}: h2`, 'a.txt: h1'])
  await ada.isAtRest()
  await bob.isAtRest()
})

test('[C97] a poor host: what two users write at once is in the CRM, and nothing is lost anywhere', async () => {
  const { ada, bob, crm, settle } = await twoUsers()
  await ada.put('a.txt', 'from Ada')
  await bob.put('a.txt', 'from Bob')
  await settle()
  expect(texts(crm.files())).toEqual(['from Ada', 'from Bob', 'h1'])
  expect(texts(await ada.files())).toEqual(['from Ada', 'from Bob'])
  expect(texts(await bob.files())).toEqual(['from Ada', 'from Bob'])
  await ada.isAtRest()
  await bob.isAtRest()
})

test('[C98] a poor host: what one user deletes stays in the CRM and with the others', async () => {
  const { ada, bob, crm, settle } = await twoUsers()
  await ada.remove('a.txt')
  await settle()
  expect(crm.files()).toEqual(['a.txt: h1'])
  expect(await bob.files()).toEqual(['a.txt: h1'])
  expect(await ada.files()).toEqual([])
})

test('[C99] a poor host: a deletion in the CRM takes unchanged copies, and an edited one comes back to all', async () => {
  const { ada, bob, crm, settle } = await twoUsers()
  await crm.remove('a.txt')
  await bob.put('a.txt', 'edited by Bob')
  await settle()
  expect(crm.files()).toEqual(['a.txt: edited by Bob'])
  expect(await ada.files()).toEqual(['a.txt: edited by Bob'])
})

test('[C100] a poor host: what one user renames is a new file for the others', async () => {
  const { ada, bob, crm, settle } = await twoUsers()
  await ada.move('a.txt', 'b.txt')
  await settle()
  expect(crm.files()).toEqual(['a.txt: h1', 'b.txt: h1'])
  expect(await bob.files()).toEqual(['a.txt: h1', 'b.txt: h1'])
  expect(await ada.files()).toEqual(['b.txt: h1'])
})

test('[C107] a poor host: what waits for a right comes in once it is back', async () => {
  const { ada, crm, acme, records, settle } = await poorWorld()
  const user = { tenantId: acme.tenantId, userId: 'user-ada' }
  records.setAccess(user, acme, { read: true, write: false, missing: [] })
  await crm.put('up.txt', '1')
  await ada.press(acme)
  await ada.put('down.txt', '2')
  await ada.sync()
  expect(await ada.files()).toEqual(['down.txt: 2', 'up.txt: 1'])
  expect(crm.files()).toEqual(['up.txt: 1'])
  records.setAccess(user, acme, { read: true, write: true, missing: [] })
  await ada.sync([acme])
  await settle()
  expect(crm.files()).toEqual(['down.txt: 2', 'up.txt: 1'])
  await ada.isAtRest()
})

/** A meeting: its module takes no upload. */
async function meeting() {
  const world = await poorWorld()
  const record: RecordKey = { tenantId: world.acme.tenantId, module: 'meetings', id: 'record-9' }
  world.records.set(record, { name: 'Kick-off', number: '9', singular: 'Meeting' })
  const crm = world.crm.of(record)
  await crm.put('a.txt', 'h1')
  const { records } = await world.ada.press(record)
  return { ...world, crm, record, home: '/Meetings/Kick-off (9)', ends: records.map(({ end }) => end) }
}

test('[S16] a module without upload is one-way: files go up, and what is new in Dropbox is told about', async () => {
  const { ada, crm, home, ends, record, settle } = await meeting()
  expect(ends).toEqual(['oneWay'])
  await ada.put(`${home}/theirs.txt`, 'theirs')
  await ada.mkdir(`${home}/folder`)
  await settle()
  expect(crm.files()).toEqual(['a.txt: h1'])
  expect((await ada.problems()).map(({ code }) => code)).toContain('upload_unsupported')
  await crm.remove('a.txt')
  await ada.press(record)
  await ada.press(record)
  expect(await ada.files(home)).toEqual(['theirs.txt: theirs'])
  await ada.isAtRest()
})

test('[S11] a module without upload: an edit in Dropbox is never written over, ours goes beside it', async () => {
  const { ada, crm, home, settle } = await meeting()
  await crm.put('a.txt', 'ours')
  await ada.put(`${home}/a.txt`, 'theirs')
  await settle()
  expect(texts(await ada.files(home))).toEqual(['ours', 'theirs'])
  expect(await ada.files(home)).toContain('a.txt: theirs')
  expect(crm.files()).toEqual(['a.txt: ours'])
  await crm.put('a.txt', 'ours again')
  await settle()
  expect(texts(await ada.files(home))).toEqual(['ours again', 'theirs'])
  await ada.isAtRest()
})

test('[S4] a poor host: keeping the version of Dropbox is refused, and both versions stay', async () => {
  const { ada, crm, acme, engine, store } = await syncedPoorWorld({ 'a.txt': 'h1' })
  await crm.put('a.txt', 'ours')
  await ada.put('a.txt', 'theirs')
  await ada.press(acme)
  const [conflict] = await store.conflicts(acme)
  const decide = conflict && engine.resolveConflict(conflict, 'remote', { userId: 'u', name: 'Ada', via: 'host' })
  await expect(decide).rejects.toMatchObject({ code: 'host_refused' })
  expect(texts(crm.files())).toEqual(['ours', 'theirs'])
})
