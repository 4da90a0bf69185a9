import { expect, test } from 'vitest'

import { engineWorld } from '../../testing/engine-world/engine-world.ts'

async function synced(files: Readonly<Record<string, string>>) {
  const world = await engineWorld()
  for (const [name, text] of Object.entries(files)) await world.crm.put(name, text)
  await world.ada.press(world.acme)
  return world
}

test('[C31] [S7] a rename in Dropbox makes a new file in the CRM, copied there, and the old one stays', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await ada.move('a.pdf', 'b.pdf')
  ada.remote.clearCalls()
  await ada.sync()
  expect(crm.files()).toEqual(['a.pdf: h1', 'b.pdf: h1'])
  expect(await ada.states()).toEqual(['a.pdf: detached', 'b.pdf: on'])
  expect(ada.remote.calls.map(({ method }) => method)).not.toContain('download')
  await ada.isAtRest()
  expect(await ada.files()).toEqual(['b.pdf: h1'])
})

test('[C32] a file that was renamed and edited in Dropbox is downloaded as a new one', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await ada.move('a.pdf', 'b.pdf')
  await ada.put('b.pdf', 'h2')
  await ada.sync()
  expect(crm.files()).toEqual(['a.pdf: h1', 'b.pdf: h2'])
  await ada.isAtRest()
})

test('[C33] an edit in the CRM beats a rename in Dropbox: the old name goes up again', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await crm.put('a.pdf', 'h2')
  await ada.move('a.pdf', 'b.pdf')
  await ada.sync()
  expect(crm.files()).toEqual(['a.pdf: h2', 'b.pdf: h1'])
  expect(await ada.files()).toEqual(['a.pdf: h2', 'b.pdf: h1'])
  await ada.isAtRest()
})

test('[C34] [S7] a file moved to the folder of another record appears there and stays on the first', async () => {
  const { ada, crm, acme, record } = await synced({ 'a.pdf': 'h1' })
  const beta = record('2', 'Beta')
  await ada.press(acme, beta)
  await ada.move('a.pdf', '/Companies/Beta (2)/a.pdf')
  await ada.sync()
  expect(crm.files()).toEqual(['a.pdf: h1'])
  expect(crm.of(beta).files()).toEqual(['a.pdf: h1'])
  expect(await ada.states()).toEqual(['a.pdf: detached', 'a.pdf: on'])
  await ada.isAtRest()
})

test('[C36] [S7] [S9] a folder renamed in Dropbox is a new folder in the CRM, without a download', async () => {
  const { ada, crm } = await synced({ 'sub/a.pdf': 'a', 'sub/b.pdf': 'b' })
  await ada.move('sub', 'sub2')
  ada.remote.clearCalls()
  await ada.sync()
  expect(crm.files()).toEqual(['sub/a.pdf: a', 'sub/b.pdf: b', 'sub2/a.pdf: a', 'sub2/b.pdf: b'])
  expect(ada.remote.calls.map(({ method }) => method)).not.toContain('download')
  await ada.isAtRest()
  expect(await ada.files()).toEqual(['sub2/a.pdf: a', 'sub2/b.pdf: b'])
})

test('[C38] a rename in the CRM that changes only the case makes no call', async () => {
  const { ada, crm } = await synced({ 'a.txt': 'h1' })
  await crm.rename('a.txt', 'A.txt')
  ada.remote.clearCalls()
  await ada.sync()
  expect(ada.remote.calls.map(({ method }) => method)).toEqual(['changes'])
  expect(crm.files()).toEqual(['A.txt: h1'])
  await ada.isAtRest()
})

test('[C39] [S8] a rename in the CRM moves the file in Dropbox', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await crm.rename('a.pdf', 'b.pdf')
  const report = await ada.sync()
  expect(report.ops).toMatchObject({ move: 1 })
  expect(report.ops['upload']).toBeUndefined()
  expect(await ada.files()).toEqual(['b.pdf: h1'])
  await ada.isAtRest()
})

test('[C40] [S12] a rename to a name that Dropbox has already takes the next free one, and both are kept', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await ada.put('b.pdf', 'theirs')
  await crm.rename('a.pdf', 'b.pdf')
  await ada.sync()
  expect(await ada.files()).toEqual(['b (2).pdf: h1', 'b.pdf: theirs'])
  expect(
    crm
      .files()
      .map((line) => line.split(': ')[1] ?? '')
      .sort(),
  ).toEqual(['h1', 'theirs'])
  await ada.isAtRest()
})

test('[C41] a rename in the CRM and an edit in Dropbox both count', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'h1' })
  await crm.rename('a.pdf', 'b.pdf')
  await ada.put('a.pdf', 'h2')
  await ada.sync()
  expect(crm.files()).toEqual(['b.pdf: h2'])
  expect(await ada.files()).toEqual(['b.pdf: h2'])
  await ada.isAtRest()
})

test('[C42] [S8] two files that swap their names in the CRM swap them in Dropbox', async () => {
  const { ada, crm } = await synced({ 'a.pdf': 'A', 'b.pdf': 'B' })
  await crm.rename('a.pdf', 'c.pdf')
  await crm.rename('b.pdf', 'a.pdf')
  await crm.rename('c.pdf', 'b.pdf')
  await ada.sync()
  expect(await ada.files()).toEqual(['a.pdf: B', 'b.pdf: A'])
  await ada.isAtRest()
})

test('[C43] [S7] a safe save in Dropbox is an edit, not a rename', async () => {
  const { ada, crm } = await synced({ 'a.doc': 'h1' })
  await ada.move('a.doc', 'a.bak')
  await ada.put('a.doc', 'h2')
  await ada.remove('a.bak')
  await ada.sync()
  expect(crm.files()).toEqual(['a.doc: h2'])
  expect(await ada.states()).toEqual(['a.doc: on'])
  await ada.isAtRest()
})

test('[C44] a safe save seen in two halves ends the same', async () => {
  const { ada, crm } = await synced({ 'a.doc': 'h1' })
  await ada.remove('a.doc')
  await ada.sync()
  await ada.put('a.doc', 'h2')
  await ada.sync()
  expect(crm.files()).toEqual(['a.doc: h2'])
  expect(await ada.states()).toEqual(['a.doc: on'])
  await ada.isAtRest()
})

test('[C45] [C110] [S9] a record renamed in the CRM moves its folder, and nothing is uploaded or detached', async () => {
  const { ada, acme, records } = await synced({ 'a.pdf': 'a', 'sub/b.pdf': 'b' })
  records.set(acme, { name: 'Acme Corp', number: '1', singular: 'Company' })
  const report = await ada.sync([acme])
  expect(report.ops['upload']).toBeUndefined()
  expect(report.ops['detach']).toBeUndefined()
  expect(await ada.files('/Companies/Acme Corp (1)')).toEqual(['a.pdf: a', 'sub/b.pdf: b'])
  await ada.isAtRest()
  expect(await ada.states()).toEqual(['a.pdf: on', 'b.pdf: on'])
})

test('[C46] [S9] a record folder that the user renamed keeps his name and stays bound', async () => {
  const { ada, crm, acme, records } = await synced({ 'a.pdf': 'a' })
  await ada.move('/Companies/Acme (1)', '/Companies/ACME old')
  await ada.sync()
  records.set(acme, { name: 'Acme Corp', number: '1', singular: 'Company' })
  await ada.sync([acme])
  expect(ada.folders()).toContain('/Companies/ACME old')
  await crm.put('b.pdf', 'b')
  await ada.sync()
  expect(await ada.files('/Companies/ACME old')).toEqual(['a.pdf: a', 'b.pdf: b'])
  expect(await ada.states()).toEqual(['a.pdf: on', 'b.pdf: on'])
})

test('[C47] [S9] a folder of the new name that is there already is not merged', async () => {
  const { ada, acme, records } = await synced({ 'a.pdf': 'a' })
  await ada.mkdir('/Companies/Acme Corp (1)')
  records.set(acme, { name: 'Acme Corp', number: '1', singular: 'Company' })
  await ada.sync([acme])
  expect(await ada.files()).toEqual(['a.pdf: a'])
  expect((await ada.problems()).map(({ key }) => key.type)).toEqual(['record'])
})
