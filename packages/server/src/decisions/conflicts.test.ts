import { contentHash, instant } from '@twinfolder/core'
import { manualClock, memoryHostFiles, seededRandom } from '@twinfolder/core/memory'
import { expect, test } from 'vitest'

import { sha256 } from '../crypto/sha256.ts'
import { folderOf, namesInDropbox, saveFiles, seenBy, text } from '../testing/record-steps.ts'
import {
  type TestServer,
  company,
  jonas,
  link,
  problemOf,
  recordPath,
  sofie,
  testServer,
  whileWorking,
} from '../testing/test-server.ts'

interface Version {
  readonly fileId: string
  readonly name: string
}
interface Conflict {
  readonly host: Version
  readonly remote: Version
  readonly choices: readonly string[]
}

const conflictsOf = async (server: TestServer, who = sofie): Promise<readonly Conflict[]> =>
  ((await (await server.get(who, `${recordPath('1')}/conflicts`)).json()) as { conflicts: Conflict[] }).conflicts

/** `a.txt` was edited on both sides. */
async function conflicting(): Promise<{ server: TestServer; conflict: Conflict }> {
  const server = testServer()
  await saveFiles(server, ['a.txt'])
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, async () => {
    await seenBy(server).settle()
    await server.remotes.sofie.owner.put(`${folderOf()}/a.txt`, text('of Dropbox'))
    await server.files.put(company('1'), 'a.txt', text('of the CRM'))
    await seenBy(server).press()
    await server.until(async () => (await seenBy(server).sync())['conflicts'] === 1)
    await server.until(() => seenBy(server).isIn('settled'))
  })
  const [conflict] = await conflictsOf(server)
  if (!conflict) throw new Error('There is a conflict.')
  return { server, conflict }
}

const resolve = (server: TestServer, { host, remote }: Conflict, keep: string, who = sofie) =>
  seenBy(server, who).post('conflicts/resolve', { fileId: host.fileId, copyId: remote.fileId, keep })

const textsOf = (server: TestServer): readonly string[] =>
  server.files
    .allFiles(company('1'))
    .map(({ id }) => new TextDecoder().decode(server.files.bytesOf(company('1'), id) ?? new Uint8Array()))

test('[S4] both versions are listed with what can be chosen, and both files say so', async () => {
  const { server, conflict } = await conflicting()
  expect(conflict).toMatchObject({ folder: [], host: { name: 'a.txt', sizeBytes: 10 }, remote: { sizeBytes: 10 } })
  expect(conflict.choices).toEqual(['host', 'remote', 'both'])
  const states = (await seenBy(server).files()).map(({ sync }) => `${sync?.state} ${sync?.code}`)
  expect(states).toEqual(['conflict conflict', 'conflict conflict'])
  expect(await seenBy(server).sync()).toMatchObject({ conflicts: 1, attention: 1 })
})

test.each([
  ['host', ['of the CRM'], ['a.txt']],
  ['remote', ['of Dropbox'], ['a.txt']],
])('[S4] the choice of the version of the %s leaves that one on both sides', async (keep, texts, names) => {
  const { server, conflict } = await conflicting()
  await whileWorking(server, async () => {
    const answer = await resolve(server, conflict, keep)
    expect([answer.status, await answer.json()]).toMatchObject([200, { conflicts: 0 }])
    await server.until(() => namesInDropbox(server).length === 1)
    await server.until(() => seenBy(server).isIn('settled'))
  })
  expect([textsOf(server), namesInDropbox(server)]).toEqual([texts, names])
  const bytes = await server.remotes.sofie.owner.bytesOf(`${folderOf()}/a.txt`)
  expect(new TextDecoder().decode(bytes ?? undefined)).toBe(texts[0])
  expect(server.log.find(({ event }) => event === 'conflict.resolved')).toMatchObject({ keep, by: 'sofie' })
})

test('[S4] both can stay, and neither says conflict any more', async () => {
  const { server, conflict } = await conflicting()
  await whileWorking(server, async () => {
    await resolve(server, conflict, 'both')
    await server.until(() => seenBy(server).isIn('settled'))
  })
  expect(textsOf(server).toSorted()).toEqual(['of Dropbox', 'of the CRM'])
  expect((await seenBy(server).files()).map(({ sync }) => sync?.state)).toEqual(['synced', 'synced'])
  expect(await conflictsOf(server)).toEqual([])
})

test('[S4] what is decided already, or was none, is not found', async () => {
  const { server, conflict } = await conflicting()
  await resolve(server, conflict, 'both')
  expect(await problemOf(await resolve(server, conflict, 'host'))).toBe('404 not_found')
  const other = seenBy(server, sofie, '2').post('conflicts/resolve', {
    fileId: conflict.host.fileId,
    copyId: conflict.remote.fileId,
    keep: 'host',
  })
  expect(await problemOf(await other)).toBe('404 not_found')
})

test('whoever may write the record decides, whoever may read it sees it', async () => {
  const { server, conflict } = await conflicting()
  const user = { tenantId: 'tenant-1', userId: 'jonas' }
  server.records.setAccess(user, company('1'), { read: true, write: false, missing: [] })
  expect(await conflictsOf(server, jonas)).toHaveLength(1)
  expect(await problemOf(await resolve(server, conflict, 'host', jonas))).toBe('403 forbidden')
  server.records.setAccess(user, company('1'), { read: true, write: true, missing: [] })
  expect((await resolve(server, conflict, 'host', jonas)).status).toBe(200)
  expect(await conflictsOf(server)).toEqual([])
})

test('a pair of which a file is gone is not listed', async () => {
  const { server, conflict } = await conflicting()
  const copy = server.files.allFiles(company('1')).find(({ id }) => id === conflict.remote.fileId)
  const files = [{ id: copy?.id, version: copy?.version }]
  await seenBy(server).post('files/delete', { files })
  expect(await conflictsOf(server)).toEqual([])
})

test('[S4] a host that cannot replace contents on a condition offers no version of Dropbox', async () => {
  for (const capabilities of [{ replace: false }, { conditional: false }]) {
    const base = { clock: manualClock(), random: seededRandom(1), sha256 }
    const files = memoryHostFiles({ ...base, capabilities })
    const server = testServer({ files })
    const [host, remote] = [
      await files.put(company('1'), 'a.txt', text('a')),
      await files.put(company('1'), 'b.txt', text('b')),
    ]
    await link(server, sofie, server.remotes.sofie)
    const own = await server.stores.sync.linkOfUser({ tenantId: 'tenant-1', userId: 'sofie' }, 'dropbox')
    const conflict = {
      linkId: own?.id ?? '',
      record: company('1'),
      fileId: host.id,
      copyId: remote.id,
      name: 'a.txt',
      copyName: 'b.txt',
      contentHash: null,
      copyHash: contentHash('ab'.repeat(32)),
      at: instant('2026-11-22T08:00:00Z'),
    }
    await server.stores.sync.commitUserRequest(conflict.linkId, [{ type: 'putConflict', conflict }])
    const [listed] = await conflictsOf(server)
    expect(listed?.choices).toEqual(['host', 'both'])
    const refused = await seenBy(server).post('conflicts/resolve', {
      fileId: host.id,
      copyId: remote.id,
      keep: 'remote',
    })
    expect(await problemOf(refused)).toBe('409 host_refused')
  }
})
