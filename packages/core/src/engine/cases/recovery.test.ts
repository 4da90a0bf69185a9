import { expect, test } from 'vitest'

import { type PathLower, pathLower } from '../../domain/remote-path.ts'
import type { Remote, RemoteChange } from '../../ports/remote.ts'
import { engineWorld } from '../../testing/engine-world/engine-world.ts'

/** Acme with `a.txt: h1` on both sides, which takes files of ten bytes. */
async function synced() {
  const world = await engineWorld({ settings: { maxFileBytes: 10 } })
  await world.crm.put('a.txt', 'h1')
  await world.ada.press(world.acme)
  return world
}

test('[S8] a crash after a move leaves one file under the new name', async () => {
  const { crm, ada, faults } = await synced()
  await crm.rename('a.txt', 'b.txt')
  faults.add({ method: 'move', when: 'after', error: 'crash' })
  await ada.pass()
  await ada.sync()
  expect(await ada.files()).toEqual(['b.txt: h1'])
  expect(crm.files()).toEqual(['b.txt: h1'])
  expect(await ada.states()).toEqual(['b.txt: on'])
  await ada.isAtRest()
})

test('[S8] a file that is renamed alike on both sides stays one file', async () => {
  const { crm, ada } = await synced()
  await crm.rename('a.txt', 'b.txt')
  await ada.move('a.txt', 'b.txt')
  await ada.sync()
  expect(await ada.files()).toEqual(['b.txt: h1'])
  expect(crm.files()).toEqual(['b.txt: h1'])
  expect(await ada.states()).toEqual(['b.txt: on'])
  await ada.isAtRest()
})

test('[C67] a crash after the upload beside leaves one file beside', async () => {
  const { crm, ada, faults } = await synced()
  await ada.put('a.txt', '0123456789+')
  await ada.sync()
  await crm.put('a.txt', 'h2')
  faults.add({ method: 'upload', when: 'after', error: 'crash' })
  await ada.pass()
  await ada.sync()
  expect((await ada.files()).map((file) => file.slice(file.lastIndexOf(':')))).toEqual([': h2', ': 0123456789+'])
  expect(crm.files()).toEqual(['a.txt: h2'])
  await ada.isAtRest()
})

test('[C85] a lost cursor moves nothing, whatever order the paths are stored in', async () => {
  const { crm, ada, acme } = await synced()
  // In UTF-16 the first sorts before the second, in code points and in UTF-8 after it.
  await crm.put('\u{1f600}.txt', 'h2')
  await crm.put('\uffee.txt', 'h3')
  await ada.press(acme)
  ada.remote.owner.loseCursors()
  expect((await ada.sync()).ops).toEqual({})
  expect(await ada.states()).toEqual(['a.txt: on', '\u{1f600}.txt: on', '\uffee.txt: on'])
  await ada.isAtRest()
})

test('[C58] equal files under a name that Dropbox folds in its own way are adopted', async () => {
  const { crm, ada, acme } = await engineWorld({ disguise: oddLowercase })
  await crm.put('Σ.txt', 'h1')
  await ada.put('Σ.txt', 'h1')
  expect((await ada.press(acme)).ops).toMatchObject({ adopt: 1 })
  expect(crm.files()).toEqual(['Σ.txt: h1'])
  expect(await ada.files()).toEqual(['Σ.txt: h1'])
  await ada.isAtRest()
})

test('[C58] a name that our own folding takes for another one is told apart by the reply', async () => {
  const { crm, ada, acme } = await engineWorld({ disguise: oddLowercase })
  await crm.put('Σ.txt', 'h1')
  await ada.press(acme)
  await crm.put('σ.txt', 'h2')
  await ada.put('Σ.txt', 'h3')
  await ada.sync()
  expect(await ada.files()).toEqual(['Σ.txt: h3', 'σ (2).txt: h2'])
  expect(crm.files()).toEqual(['Σ.txt: h3', 'σ.txt: h2'])
  await ada.isAtRest()
})

/** A remote that leaves the capital sigma as it is in its lowercase paths. */
function oddLowercase(remote: Remote): Remote {
  const odd = (path: PathLower): PathLower => pathLower(path.replaceAll('σ', 'Σ'))
  const of = <Entry extends { readonly pathLower: PathLower }>(entry: Entry): Entry => ({
    ...entry,
    pathLower: odd(entry.pathLower),
  })
  return {
    ...remote,
    changes: async (cursor, options) => {
      const page = await remote.changes(cursor, options)
      return { ...page, changes: page.changes.map((change): RemoteChange => of(change)) }
    },
    get: async (target, options) => {
      const entry = await remote.get(target, options)
      return entry && of(entry)
    },
    upload: async (request, options) => of(await remote.upload(request, options)),
    move: async (from, to, options) => of(await remote.move(from, to, options)),
    createFolder: async (path, options) => of(await remote.createFolder(path, options)),
  }
}
