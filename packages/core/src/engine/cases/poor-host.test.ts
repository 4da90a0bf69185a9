import { expect, test } from 'vitest'

import { poorWorld, syncedPoorWorld } from '../../testing/poor-host/poor-world.ts'

const version = 'a (Dropbox, Ada, 2026-01-01).pdf'

test('[C1] a poor host: a new file goes up, with its folder', async () => {
  const { ada, crm, acme } = await poorWorld()
  await crm.put('offers/quote.pdf', 'h1')
  await ada.press(acme)
  expect(await ada.files()).toEqual(['offers/quote.pdf: h1'])
  expect(await ada.states()).toEqual(['quote.pdf: on'])
  await ada.isAtRest()
})

test('[C1] a poor host: a file that comes later is found by a listing that is due', async () => {
  const { ada, crm, settle } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  await crm.put('b.pdf', 'h2')
  await ada.sync()
  expect(await ada.files()).toEqual(['a.pdf: h1'])
  await settle()
  expect(await ada.files()).toEqual(['a.pdf: h1', 'b.pdf: h2'])
  await ada.isAtRest()
})

test('[C2] [C17] a poor host: a file of Dropbox comes in once, its folders as one label', async () => {
  const { ada, crm, settle, store, acme } = await syncedPoorWorld({})
  await ada.put('sub/x/y.txt', 'h1')
  expect(await ada.sync()).toMatchObject({ ops: { import: 1 } })
  expect(crm.file('sub / x/y.txt').folder).toEqual(['sub / x'])
  expect((await store.folderMaps(ada.linkId, acme)).map(({ hostFolder }) => hostFolder)).toEqual([['sub'], ['sub / x']])
  await settle()
  expect(crm.files()).toEqual(['sub / x/y.txt: h1'])
  expect(await ada.files()).toEqual(['sub/x/y.txt: h1'])
  await ada.isAtRest()
})

test('[C3] a poor host: the same bytes on both sides are bound without a transfer', async () => {
  const { ada, crm, acme, asked } = await poorWorld()
  await crm.put('a.pdf', 'h1')
  await ada.put('a.pdf', 'h1')
  const { ops } = await ada.press(acme)
  expect(ops).toMatchObject({ adopt: 1 })
  expect(ops).not.toHaveProperty('upload')
  expect(asked()).toMatchObject({ read: 1 })
  await ada.isAtRest()
})

test('[C4] a poor host: two contents under one name at the first meeting are both kept', async () => {
  const { ada, crm, acme, settle } = await poorWorld()
  await crm.put('a.pdf', 'ours')
  await ada.put('a.pdf', 'theirs')
  await ada.press(acme)
  await settle()
  const both = [`${version}: theirs`, 'a.pdf: ours']
  expect(crm.files()).toEqual(both)
  expect(await ada.files()).toEqual(both)
  await ada.isAtRest()
})

test('[C5] a poor host: an edit in the CRM goes over the revision that we know', async () => {
  const { ada, crm, settle } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  await crm.put('a.pdf', 'h2')
  await settle()
  expect(await ada.files()).toEqual(['a.pdf: h2'])
  await ada.isAtRest()
})

test('[C6] [S3] where nothing can be replaced a new version is a new file, which takes the place of the old one', async () => {
  const { ada, crm, settle } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  await ada.put('a.pdf', 'h2')
  await settle()
  expect(crm.files()).toEqual([`${version}: h2`, 'a.pdf: h1'])
  expect(await ada.files()).toEqual(['a.pdf: h2'])
  expect(await ada.states()).toEqual([`${version}: on`, 'a.pdf: detached'])
  await ada.isAtRest()
})

test('[C6] [C13] the old file is not sent again before it is edited, and then under a name of its own', async () => {
  const { ada, crm, acme, settle } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  await ada.put('a.pdf', 'h2')
  await settle()
  await ada.press(acme)
  expect(await ada.files()).toEqual(['a.pdf: h2'])
  await crm.put('a.pdf', 'h3')
  await settle()
  expect(await ada.files()).toEqual(['a (2).pdf: h3', 'a.pdf: h2'])
  await crm.put(version, 'h4')
  await settle()
  expect(await ada.files()).toEqual(['a (2).pdf: h3', 'a.pdf: h4'])
  await ada.isAtRest()
})

test('[C6] each further version is one more file, and the last one holds the place', async () => {
  const { ada, crm, settle } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  for (const text of ['h2', 'h3']) {
    await ada.put('a.pdf', text)
    await settle()
  }
  expect(crm.files()).toEqual(['a (Dropbox, Ada, 2026-01-01) (2).pdf: h3', `${version}: h2`, 'a.pdf: h1'].toSorted())
  expect((await ada.states()).filter((state) => state.endsWith(': on'))).toHaveLength(1)
  await ada.isAtRest()
})

test('[C7] a poor host: the same edit on both sides is no conflict', async () => {
  const { ada, crm, settle } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  await crm.put('a.pdf', 'h2')
  await ada.put('a.pdf', 'h2')
  // No listing is due yet: a point read of what Dropbox changed finds the CRM's edit.
  expect(await ada.sync()).toMatchObject({ ops: { rebase: 1 } })
  await settle()
  expect(crm.files()).toEqual(['a.pdf: h2'])
  expect(await ada.files()).toEqual(['a.pdf: h2'])
  await ada.isAtRest()
})

test('[C8] a poor host: a conflict makes exactly one copy, however often it runs', async () => {
  const { ada, crm, acme, settle } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  await crm.put('a.pdf', 'h2')
  await ada.put('a.pdf', 'h3')
  for (let run = 0; run < 5; run += 1) await ada.press(acme)
  await settle()
  const both = [`${version}: h3`, 'a.pdf: h2']
  expect(crm.files()).toEqual(both)
  expect(await ada.files()).toEqual(both)
  await ada.isAtRest()
})

test('[C9] a poor host: a deletion in the CRM deletes in Dropbox once two listings agree', async () => {
  const { ada, crm, acme } = await syncedPoorWorld({ 'a.pdf': 'h1', 'b.pdf': 'b' })
  await crm.remove('a.pdf')
  await ada.press(acme)
  expect(await ada.files()).toEqual(['a.pdf: h1', 'b.pdf: b'])
  await ada.press(acme)
  expect(await ada.files()).toEqual(['b.pdf: b'])
  expect(await ada.states()).toEqual(['b.pdf: on'])
  await ada.isAtRest()
})

test('[C10] [C19] [C20] a poor host: a deletion in Dropbox leaves the file in the CRM, detached', async () => {
  const { ada, crm, acme, settle } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  await ada.remove('a.pdf')
  await settle()
  await ada.press(acme)
  expect(crm.files()).toEqual(['a.pdf: h1'])
  expect(await ada.states()).toEqual(['a.pdf: detached'])
  expect(await ada.files()).toEqual([])
  await ada.isAtRest()
})

test('[C11] a poor host: gone on both sides is forgotten', async () => {
  const { ada, crm, settle } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  await ada.remove('a.pdf')
  await crm.remove('a.pdf')
  await ada.sync()
  expect(await ada.states()).toEqual(['a.pdf: on'])
  await settle()
  expect(await ada.states()).toEqual([])
  await ada.isAtRest()
})

test('[C12] a poor host: what was edited in Dropbox after it was deleted in the CRM comes back', async () => {
  const { ada, crm, settle } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  await crm.remove('a.pdf')
  await ada.put('a.pdf', 'h2')
  await ada.sync()
  expect(crm.files()).toEqual([])
  await settle()
  expect(await ada.files()).toEqual(['a.pdf: h2'])
  expect(crm.files()).toEqual(['a.pdf: h2'])
  expect(await ada.activity()).toContain('returnedAfterHostDelete')
  await ada.isAtRest()
})

test('[C13] a poor host: an edit in the CRM after a deletion in Dropbox puts the file back', async () => {
  const { ada, crm, acme } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  await crm.put('a.pdf', 'h2')
  await ada.remove('a.pdf')
  await ada.press(acme)
  expect(await ada.files()).toEqual(['a.pdf: h2'])
  await ada.isAtRest()
})

test('[C18] [C92] a poor host: a pass without news lists what is due, reads nothing and writes nothing', async () => {
  const { ada, asked, clock } = await syncedPoorWorld({ 'a.pdf': 'h1', 'b.pdf': 'h2' })
  await ada.put('c.pdf', 'h3')
  await ada.sync()
  await ada.isAtRest()
  asked()
  await ada.isAtRest()
  expect(asked()).toEqual({})
  clock.advance(16 * 60_000)
  await ada.isAtRest()
  expect(asked()).toEqual({ list: 1 })
})

test('[C22] a poor host: a file that was removed in Dropbox goes up again when a person asks for it', async () => {
  const { ada, crm, acme, engine } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  await ada.remove('a.pdf')
  await ada.sync()
  expect(await engine.putBack(ada.linkId, acme, [crm.file('a.pdf').id])).toBe(1)
  await ada.sync()
  expect(await ada.files()).toEqual(['a.pdf: h1'])
  await ada.isAtRest()
})

test('[C23] a poor host: a detached file that is deleted in the CRM is forgotten without a call', async () => {
  const { ada, crm, settle } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  await ada.remove('a.pdf')
  await ada.sync()
  await crm.remove('a.pdf')
  expect(await settle()).toEqual({ forget: 1 })
  expect(await ada.states()).toEqual([])
})

test('[C24] [C25] a poor host: what is there again is bound again, other content is a new file in its place', async () => {
  const { ada, crm, settle } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  await ada.remove('a.pdf')
  await ada.sync()
  await ada.put('a.pdf', 'h1')
  await ada.sync()
  expect(await ada.states()).toEqual(['a.pdf: on'])
  await ada.remove('a.pdf')
  await ada.sync()
  await ada.put('a.pdf', 'h2')
  await settle()
  expect(crm.files()).toEqual([`${version}: h2`, 'a.pdf: h1'])
  await ada.isAtRest()
})

test('[C24] of several files that waited at a path the one with its content is bound again', async () => {
  const { ada, crm, acme, settle } = await syncedPoorWorld({ 'a.pdf': 'h1' })
  await ada.put('a.pdf', 'h2')
  await settle()
  await ada.remove('a.pdf')
  await ada.sync()
  await ada.put('a.pdf', 'h2')
  await ada.press(acme)
  expect(await ada.states()).toEqual([`${version}: on`, 'a.pdf: detached'])
  expect(crm.files()).toHaveLength(2)
  await ada.isAtRest()
})

test('[C96] [S1] two users of a poor host read one feed: each listing serves both', async () => {
  const { crm, spokes, asked, clock, ada } = await syncedPoorWorld({ 'a.pdf': 'h1' }, { users: ['Ada', 'Bob'] })
  const [, bob] = spokes
  clock.advance(16 * 60_000)
  await crm.put('a.pdf', 'h2')
  asked()
  await ada.sync()
  expect(asked()).toMatchObject({ list: 1 })
  await bob?.sync()
  expect(asked()).not.toHaveProperty('list')
  expect(await bob?.files()).toEqual(['a.pdf: h2'])
})
