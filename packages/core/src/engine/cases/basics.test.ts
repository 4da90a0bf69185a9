import { expect, test } from 'vitest'

import { engineWorld } from '../../testing/engine-world/engine-world.ts'

/** Acme with these files on both sides, all bound. */
async function synced(files: Readonly<Record<string, string>>) {
  const world = await engineWorld()
  for (const [name, text] of Object.entries(files)) await world.crm.put(name, text)
  await world.ada.press(world.acme)
  return world
}

test('[C1] [S13] a file of the CRM goes up into its record folder, with the folders that it needs', async () => {
  const { ada, crm, acme } = await engineWorld()
  await crm.put('offers/quote.pdf', 'h1')
  await ada.press(acme)
  expect(await ada.files()).toEqual(['offers/quote.pdf: h1'])
  expect(ada.folders()).toEqual(['/Companies', '/Companies/Acme (1)', '/Companies/Acme (1)/offers'])
  expect(await ada.states()).toEqual(['quote.pdf: on'])
  await ada.isAtRest()
})

test('[C2] [C17] [S3] a file of Dropbox comes in, with its folders, once', async () => {
  const { ada, crm } = await synced({})
  await ada.put('sub/x/y.txt', 'h1')
  const report = await ada.sync()
  expect(crm.files()).toEqual(['sub/x/y.txt: h1'])
  expect(report.ops).toMatchObject({ import: 1 })
  await ada.isAtRest()
  expect(crm.files()).toEqual(['sub/x/y.txt: h1'])
})

test('[C3] [S2] the same bytes on both sides are bound without a transfer', async () => {
  const { ada, crm, acme } = await engineWorld()
  await crm.put('a.pdf', 'h1')
  await ada.put('a.pdf', 'h1')
  const report = await ada.press(acme)
  expect(report.ops['upload']).toBeUndefined()
  expect(report.ops['import']).toBeUndefined()
  expect(await ada.states()).toEqual(['a.pdf: on'])
  await ada.isAtRest()
})

test('[C4] [S4] two contents under one name at the first meeting are both kept, on both sides', async () => {
  const { ada, crm, acme } = await engineWorld()
  await crm.put('a.pdf', 'ours')
  await ada.put('a.pdf', 'theirs')
  await ada.press(acme)
  const both = ['a (Dropbox, Ada, 2026-01-01).pdf: theirs', 'a.pdf: ours']
  expect(crm.files()).toEqual(both)
  expect(await ada.files()).toEqual(both)
  await ada.isAtRest()
})

test('[C5] [S3] an edit in the CRM goes over the revision that we know', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await crm.put('a.pdf', 'h2')
  await ada.sync()
  expect(await ada.files()).toEqual(['a.pdf: h2'])
  await ada.isAtRest()
})

test('[C6] [S3] an edit in Dropbox becomes a new version in the CRM', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await ada.put('a.pdf', 'h2')
  await ada.sync()
  expect(crm.files()).toEqual(['a.pdf: h2'])
  expect(crm.textsEver()).toContain('h1')
  await ada.isAtRest()
})

test('[C7] [S2] the same edit on both sides is no conflict', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await crm.put('a.pdf', 'h2')
  await ada.put('a.pdf', 'h2')
  await ada.sync()
  expect(crm.files()).toEqual(['a.pdf: h2'])
  expect(await ada.files()).toEqual(['a.pdf: h2'])
  await ada.isAtRest()
})

test('[C8] [S4] a conflict makes exactly one copy, however often it runs', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await crm.put('a.pdf', 'h2')
  await ada.put('a.pdf', 'h3')
  for (let run = 0; run < 5; run += 1) await ada.sync()
  const both = ['a (Dropbox, Ada, 2026-01-01).pdf: h3', 'a.pdf: h2']
  expect(crm.files()).toEqual(both)
  expect(await ada.files()).toEqual(both)
  await ada.isAtRest()
})

test('[C9] [S6] a deletion in the CRM deletes in Dropbox', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1', 'b.pdf': 'b' })
  await crm.remove('a.pdf')
  await ada.sync()
  expect(await ada.files()).toEqual(['b.pdf: b'])
  expect(await ada.states()).toEqual(['b.pdf: on'])
  await ada.isAtRest()
})

test('[C10] [C19] [S5] a deletion in Dropbox leaves the file in the CRM, detached, and it does not come back', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await ada.remove('a.pdf')
  await ada.sync()
  expect(crm.files()).toEqual(['a.pdf: h1'])
  expect(await ada.states()).toEqual(['a.pdf: detached'])
  await ada.isAtRest()
  expect(await ada.files()).toEqual([])
})

test('[C11] gone on both sides is forgotten', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await ada.remove('a.pdf')
  await crm.remove('a.pdf')
  await ada.sync()
  expect(await ada.states()).toEqual([])
  await ada.isAtRest()
})

test('[C12] [S6] what was edited in Dropbox after it was deleted in the CRM comes back instead of being deleted', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await crm.remove('a.pdf')
  await ada.put('a.pdf', 'h2')
  await ada.sync()
  expect(await ada.files()).toEqual(['a.pdf: h2'])
  expect(crm.files()).toEqual(['a.pdf: h2'])
  expect(await ada.activity()).toContain('returnedAfterHostDelete')
  await ada.isAtRest()
})

test('[C13] [S5] an edit in the CRM after a deletion in Dropbox puts the file back', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await crm.put('a.pdf', 'h2')
  await ada.remove('a.pdf')
  await ada.sync()
  expect(await ada.files()).toEqual(['a.pdf: h2'])
  expect(await ada.activity()).toContain('putBackBecauseUpdated')
  await ada.isAtRest()
})

test('[C14] a new version with the same content moves nothing', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await crm.put('a.pdf', 'h2')
  await crm.put('a.pdf', 'h1')
  const report = await ada.sync()
  expect(report.ops['upload']).toBeUndefined()
  await ada.isAtRest()
})

test('[C16] a record without files gets an empty folder', async () => {
  const { ada, acme } = await engineWorld()
  const report = await ada.press(acme)
  expect(ada.folders()).toEqual(['/Companies', '/Companies/Acme (1)'])
  expect(report.records).toMatchObject([{ end: 'emptyFolder' }])
  await ada.isAtRest()
})

test('[C18] [C92] [S17] a pass without news is one call, and our own writes are no news', async () => {
  const { ada } = await synced({ 'a.pdf': 'h1', 'b.pdf': 'h2' })
  await ada.isAtRest()
})

test('[C20] [S5] pressing the button does not bring a removed file back', async () => {
  const { ada, acme } = await synced({ 'a.pdf': 'h1' })
  await ada.remove('a.pdf')
  await ada.sync()
  await ada.press(acme)
  expect(await ada.files()).toEqual([])
  expect(await ada.states()).toEqual(['a.pdf: detached'])
})

test('[C23] a detached file that is deleted in the CRM is forgotten without a call', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await ada.remove('a.pdf')
  await ada.sync()
  await crm.remove('a.pdf')
  const report = await ada.sync()
  expect(report.ops).toEqual({ forget: 1 })
  expect(await ada.states()).toEqual([])
})

test('[C24] [S5] a file that is restored in Dropbox is bound again', async () => {
  const { ada } = await synced({ 'a.pdf': 'h1' })
  await ada.remove('a.pdf')
  await ada.sync()
  await ada.put('a.pdf', 'h1')
  await ada.sync()
  expect(await ada.states()).toEqual(['a.pdf: on'])
  await ada.isAtRest()
})

test('[C25] other content at the path of a detached file is its new version', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await ada.remove('a.pdf')
  await ada.sync()
  await ada.put('a.pdf', 'h2')
  await ada.sync()
  expect(crm.files()).toEqual(['a.pdf: h2'])
  expect(crm.textsEver()).toContain('h1')
  await ada.isAtRest()
})

test('[C26] [S4] a detached file that both sides write anew is a conflict', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await ada.remove('a.pdf')
  await ada.sync()
  await crm.put('a.pdf', 'h3')
  await ada.put('a.pdf', 'h2')
  await ada.sync()
  expect(crm.files()).toEqual(['a (Dropbox, Ada, 2026-01-01).pdf: h2', 'a.pdf: h3'])
  await ada.isAtRest()
})

test('[C28] [C29] [C120] [S10] a record folder that is removed leaves the files in the CRM and pushes nothing until asked', async () => {
  const { ada, crm, acme } = await synced({ 'a.pdf': 'h1', 'sub/b.pdf': 'h2' })
  await ada.remove('/Companies/Acme (1)')
  await ada.sync()
  expect(crm.files()).toEqual(['a.pdf: h1', 'sub/b.pdf: h2'])
  expect((await ada.activity()).filter((code) => code === 'recordFolderRemoved')).toHaveLength(1)
  await crm.put('c.pdf', 'new')
  await ada.sync()
  expect(ada.folders()).toEqual(['/Companies'])
  await ada.press(acme)
  expect(await ada.files()).toEqual(['c.pdf: new'])
  await ada.isAtRest()
})
