import { expect, test } from 'vitest'

import { pathLower, remotePath } from '../../domain/remote-path.ts'
import type { Remote, RemoteChange, RemoteEntry } from '../../ports/remote.ts'
import { engineWorld } from '../../testing/engine-world/engine-world.ts'

test('[C56] [S12] a name that is too long is shortened, keeps its extension, and two of them stay apart', async () => {
  const { ada, crm, acme } = await engineWorld()
  const long = 'x'.repeat(300)
  await crm.put(`${long}1.txt`, '1')
  await crm.put(`${long}2.txt`, '2')
  await ada.press(acme)
  const files = await ada.files()
  expect(files.map((line) => line.split(': ')[1] ?? '').toSorted()).toEqual(['1', '2'])
  for (const line of files) expect(line.split(': ')[0]).toMatch(/^x+~[0-9a-f]{8}\.txt$/)
  for (const line of files) expect(line.split(': ')[0]).toHaveLength(255)
  await ada.isAtRest()
})

test('[C58] [S12] a remote that folds letters in its own way makes no conflict: its own key counts', async () => {
  const { ada, crm, acme } = await engineWorld({ disguise: withOddFolding })
  await crm.put('ẞ.txt', '1')
  await ada.press(acme)
  expect(await ada.states()).toEqual(['ẞ.txt: on'])
  await crm.put('ẞ.txt', '2')
  await ada.sync()
  expect(await ada.files()).toEqual(['ẞ.txt: 2'])
  await crm.remove('ẞ.txt')
  await ada.sync()
  expect(await ada.files()).toEqual([])
  await ada.isAtRest()
})

test('[C58] a file that is there under a key that we did not guess is met, not doubled', async () => {
  const { ada, crm, acme } = await engineWorld({ disguise: withOddFolding })
  await ada.press(acme)
  await crm.put('ẞ.txt', 'same')
  await ada.put('ẞ.txt', 'same')
  await ada.sync()
  expect((await ada.files()).every((line) => line.endsWith(': same'))).toBe(true)
  expect(crm.files().every((line) => line.endsWith(': same'))).toBe(true)
  await ada.isAtRest()
})

test('[C60] a file where a folder was detaches what was in it and comes in under its name', async () => {
  const { ada, crm, acme } = await engineWorld()
  await crm.put('f/a.txt', '1')
  await ada.press(acme)
  await ada.remove('f')
  await ada.put('f', '2')
  await ada.sync()
  expect(crm.files()).toEqual(['f/a.txt: 1', 'f: 2'])
  expect(await ada.states()).toEqual(['a.txt: detached', 'f: on'])
  await ada.isAtRest()
})

test('[C61] a new file gets the next name where Dropbox has a folder of that name', async () => {
  const { ada, crm, acme } = await engineWorld()
  await ada.press(acme)
  await ada.mkdir('x')
  await ada.sync()
  await crm.put('x', '1')
  await ada.sync()
  expect(await ada.files()).toEqual(['x (2): 1'])
  await ada.isAtRest()
})

test('[S12] a file that is deleted and made again in the CRM keeps its name in Dropbox', async () => {
  const { ada, crm, acme } = await engineWorld()
  await crm.put('a.txt', '1')
  await ada.press(acme)
  await crm.remove('a.txt')
  await crm.put('a.txt', '2')
  await ada.sync()
  expect(await ada.files()).toEqual(['a.txt: 2'])
  await ada.isAtRest()
})

/** Keeps the capital sharp s as it is, as Dropbox does, where JavaScript makes it small. */
function withOddFolding(remote: Remote): Remote {
  const odd = <Change extends RemoteChange>(change: Change): Change => ({
    ...change,
    pathLower: pathLower(change.pathLower.replaceAll('ß', 'ẞ')),
  })
  const entry = (found: RemoteEntry | null): RemoteEntry | null => found && odd(found)
  return {
    ...remote,
    changes: async (cursor, options) => {
      const page = await remote.changes(cursor, options)
      return { ...page, changes: page.changes.map(odd) }
    },
    get: async (target, options) => entry(await remote.get(target, options)),
    upload: async (request, options) => odd(await remote.upload(request, options)),
    move: async (from, to, options) => odd(await remote.move(remotePath(from), to, options)),
    createFolder: async (path, options) => odd(await remote.createFolder(path, options)),
  }
}
