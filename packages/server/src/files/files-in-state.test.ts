import { manualClock, memoryHostFiles, seededRandom } from '@twinfolder/core/memory'
import { expect, test } from 'vitest'

import { sha256 } from '../crypto/sha256.ts'
import { folderOf, saveFiles, seenBy, text } from '../testing/record-steps.ts'
import {
  type TestServer,
  type Who,
  company,
  jonas,
  link,
  problemOf,
  recordPath,
  sofie,
  testServer,
  whileWorking,
} from '../testing/test-server.ts'

interface Page {
  readonly entries: { readonly name: string; readonly kind: string; readonly sync: { readonly state: string } }[]
  readonly total: number
  readonly remoteOnly: { readonly name: string }[]
}
const pageOf = async (server: TestServer, query: string, who: Who = sofie): Promise<Page> =>
  (await (await server.get(who, `${recordPath('1')}/files?${query}`)).json()) as Page
const namesOf = async (server: TestServer, state: string, more = '', who: Who = sofie): Promise<readonly string[]> => {
  const { entries, remoteOnly, total } = await pageOf(server, `state=${state}${more}`, who)
  expect(total).toBe(entries.length)
  return [...entries, ...remoteOnly].map(({ name }) => name)
}
const states = ['attention', 'waiting', 'onlyInHost', 'onlyInDropbox', 'synced']

/** A synchronised company with three files, one of them below a folder. */
async function settledServer() {
  const server = testServer()
  await saveFiles(server, ['a.txt', 'b.txt', 'Offers/c.txt'])
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, () => seenBy(server).settle())
  return server
}

test('[S5] what was removed in Dropbox needs a person and is only here', async () => {
  const server = await settledServer()
  await server.remotes.sofie.owner.delete(`${folderOf()}/Offers/c.txt`)
  await whileWorking(server, async () => {
    await seenBy(server).press()
    await server.until(async () => (await namesOf(server, 'attention')).length === 1)
  })
  expect(await namesOf(server, 'attention')).toEqual(['c.txt'])
  expect(await namesOf(server, 'onlyInHost')).toEqual(['c.txt'])
  expect(await namesOf(server, 'attention', '&folder=Offers')).toEqual(['c.txt'])
  expect(await namesOf(server, 'attention', '&search=b')).toEqual([])
  expect(await namesOf(server, 'synced')).toEqual(['a.txt', 'b.txt'])
  expect(await namesOf(server, 'synced', '&sort=-name')).toEqual(['b.txt', 'a.txt'])
})

test('a file that was saved and not looked at yet waits', async () => {
  const server = await settledServer()
  await server.files.put(company('1'), 'b.txt', text('edited'))
  await server.files.put(company('1'), 'Offers/new.txt', text('new'))
  await server.files.put(company('2'), 'elsewhere.txt', text('of another record'))
  expect(await namesOf(server, 'waiting')).toEqual(['b.txt', 'new.txt'])
  expect(await namesOf(server, 'waiting', '&folder=Offers')).toEqual(['new.txt'])
  expect(await namesOf(server, 'synced')).toEqual(['a.txt', 'c.txt'])
})

test('[S15] a deletion that waits is only in Dropbox and needs a person', async () => {
  const server = testServer()
  const files = await saveFiles(
    server,
    Array.from({ length: 40 }, (_, at) => `Old/${at}.txt`),
  )
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, async () => {
    await seenBy(server).settle()
    await seenBy(server).post('folders/delete', { folder: ['Old'] })
    await server.until(async () => (await seenBy(server).sync())['held'] === files.length)
  })
  expect((await namesOf(server, 'onlyInDropbox')).length).toBe(40)
  expect((await namesOf(server, 'attention', '&folder=Old&search=39')).length).toBe(1)
  expect(await namesOf(server, 'waiting')).toEqual([])
})

test('[S11] a file that cannot go needs a person', async () => {
  const server = testServer({ maxFileBytes: 10 })
  await saveFiles(server, ['a.txt'])
  await server.files.put(company('1'), 'large.txt', text('more than ten bytes'))
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, () => seenBy(server).settle())
  expect(await namesOf(server, 'attention')).toEqual(['large.txt'])
  expect(await namesOf(server, 'synced')).toEqual(['a.txt'])
})

test('while a record rests everything in it waits, and after stopping everything is only here', async () => {
  const server = await settledServer()
  await seenBy(server).post('sync/pause')
  expect(await namesOf(server, 'waiting')).toHaveLength(3)
  expect(await namesOf(server, 'synced')).toEqual([])
  await seenBy(server).post('sync/stop')
  expect(await namesOf(server, 'onlyInHost')).toHaveLength(3)
  expect(await namesOf(server, 'waiting')).toEqual([])
})

test('the states are those of whoever asks', async () => {
  const server = await settledServer()
  for (const state of states) expect(await namesOf(server, state, '', jonas)).toEqual([])
})

test('a state shows no folders; an unknown one is refused', async () => {
  const server = await settledServer()
  expect((await pageOf(server, 'state=synced')).entries.map(({ kind }) => kind)).toEqual(['file', 'file', 'file'])
  const answer = await server.get(sofie, `${recordPath('1')}/files?state=lost`)
  expect(await problemOf(answer)).toBe('400 bad_request')
})

test('a few that stand out among many are found without reading the others', async () => {
  const server = await settledServer()
  await server.files.put(company('1'), 'b.txt', text('edited'))
  let listed = 0
  const list = server.files.list.bind(server.files)
  server.files.list = (...page) => {
    listed += 1
    return list(...page)
  }
  for (const state of ['attention', 'waiting', 'onlyInHost', 'onlyInDropbox']) await namesOf(server, state)
  expect(listed).toBe(0)
  await namesOf(server, 'synced')
  expect(listed).toBe(1)
})

test('a host without a feed has all its files looked at', async () => {
  const clock = manualClock()
  const files = memoryHostFiles({ clock, random: seededRandom(1), sha256, capabilities: { changes: 'list' } })
  const listing = testServer({ files, clock })
  await files.put(company('1'), 'a.txt', text('a'))
  await link(listing, sofie, listing.remotes.sofie)
  await whileWorking(listing, () => seenBy(listing).settle())
  await files.put(company('1'), 'b.txt', text('b'))
  expect(await namesOf(listing, 'waiting')).toEqual(['b.txt'])
  expect(await namesOf(listing, 'synced')).toEqual(['a.txt'])
})
