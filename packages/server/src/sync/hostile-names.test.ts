import { expect, test } from 'vitest'

import { folderOf, namesInDropbox, seenBy, text } from '../testing/record-steps.ts'
import { company, link, recordPath, sofie, testServer, whileWorking } from '../testing/test-server.ts'

test('[X39] whatever is in Dropbox is called, it comes to the record whose folder it is in, and to no other', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  const { owner } = server.remotes.sofie
  const names = ['C:x.txt', '%2e%2e%2fx.txt', 'CON', 'a\u202Efdp.exe', '<img onerror=alert(1)>.txt', '...']
  await whileWorking(server, async () => {
    for (const id of ['1', '2']) {
      await server.post(sofie, `${recordPath(id)}/sync`)
      await server.until(async () => (await seenBy(server, sofie, id).sync())['phase'] === 'settled')
    }
    for (const name of names) await owner.put(`${folderOf('1')}/${name}`, text(name))
    // A folder that looks like another record's: it is a folder of the first one.
    await owner.put(`${folderOf('1')}/Company 2 (1002)/inner.txt`, text('inner'))
    // Somebody swaps the names of two records' folders: the folders are known by their ids.
    await owner.move(folderOf('1'), '/Companies/swap')
    await owner.move(folderOf('2'), folderOf('1'))
    await owner.move('/Companies/swap', folderOf('2'))
    await owner.put(`${folderOf('2')}/of-one.txt`, text('of one'))
    await owner.put(`${folderOf('1')}/of-two.txt`, text('of two'))
    await server.post(sofie, `${recordPath('1')}/sync`)
    await server.until(() => server.files.allFiles(company('1')).length === names.length + 2)
    await server.until(() => server.files.allFiles(company('2')).length === 1)
  })
  const files = server.files.allFiles(company('1'))
  expect(files.map(({ name }) => name).toSorted()).toEqual([...names, 'inner.txt', 'of-one.txt'].toSorted())
  expect(files.find(({ name }) => name === 'inner.txt')?.folder).toEqual(['Company 2 (1002)'])
  expect(files.filter(({ folder }) => folder.length > 0)).toHaveLength(1)
  expect(server.files.allFiles(company('2')).map(({ name }) => name)).toEqual(['of-two.txt'])
  for (const { id, name } of files) {
    if (names.includes(name))
      expect(new TextDecoder().decode(server.files.bytesOf(company('1'), id) ?? undefined)).toBe(name)
  }
})

test('[X41] records get folders that Dropbox takes, each its own, whatever they are called', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  const titles: readonly (readonly [name: string, number: string])[] = [
    ['A/B', '1'],
    ['../../A', '2'],
    ['🏢🏢 GmbH', '3'],
    ['x'.repeat(400), '4'],
    [`${'x'.repeat(400)}y`, '5'],
    ['Müller', '6'],
    ['MU\u0308LLER', '6'],
    ['CON', '7'],
    ['a\u202Eb', '8'],
    ['. .', '9'],
  ]
  for (const [index, [name, number]] of titles.entries()) {
    server.records.set(company(`${index + 1}`), { name, number, singular: 'Company' })
    await server.files.put(company(`${index + 1}`), `of-${index + 1}.txt`, text(`${index + 1}`))
  }
  await whileWorking(server, async () => {
    for (const [index] of titles.entries()) await server.post(sofie, `${recordPath(`${index + 1}`)}/sync`)
    await server.until(
      () => server.remotes.sofie.owner.tree().filter(({ kind }) => kind === 'file').length === titles.length,
    )
  })
  const places = server.remotes.sofie.owner
    .tree()
    .filter(({ kind }) => kind === 'file')
    .map(({ path }) => path.split('/').slice(1))
  expect(
    places.every(({ length }) => length === 3),
    places.join('\n'),
  ).toBe(true)
  const folders = places.map(([, folder = '']) => folder)
  expect(new Set(folders.map((name) => name.normalize('NFC').toLowerCase())).size).toBe(titles.length)
  for (const folder of folders) {
    expect(folder).not.toMatch(/[\\/<>:"|?*\p{Cc}]|^[. ]|[. ]$/u)
    expect(folder.length).toBeLessThanOrEqual(255)
  }
  expect(places.map(([, , file = '']) => file).toSorted()).toEqual(
    titles.map((_, index) => `of-${index + 1}.txt`).toSorted(),
  )
  expect(namesInDropbox(server)).toEqual([])
})
