import { expect, test } from 'vitest'

import { manyNames, namesInDropbox, saveFiles, seenBy, folderOf } from '../testing/record-steps.ts'
import {
  type TestServer,
  company,
  jonas,
  link,
  problemOf,
  sofie,
  stranger,
  testServer,
  whileWorking,
} from '../testing/test-server.ts'

const connectionOf = async (server: TestServer, who = sofie): Promise<Record<string, unknown>> =>
  (await (await server.get(who, '/connection')).json()) as Record<string, unknown>

/** A linked server whose company has files on both sides. */
async function synced(count: number): Promise<TestServer> {
  const server = testServer()
  await saveFiles(server, manyNames(count))
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, () => seenBy(server).settle())
  return server
}

/** So much is gone from Dropbox at once that nothing follows from it. */
async function held(count = 25): Promise<TestServer> {
  const server = await synced(count)
  await server.remotes.sofie.owner.delete(folderOf())
  await whileWorking(server, async () => {
    await seenBy(server).press()
    await server.until(() => seenBy(server).isIn('held'))
  })
  return server
}

test.each(['/connection/pause', '/connection/resume', '/connection/hold'])('%s needs a link', async (path) => {
  const server = testServer()
  expect(await problemOf(await server.post(sofie, path, { answer: 'stop' }))).toBe('409 not_linked')
})

test('[S19] nothing goes up while the link is paused; what waits goes up once it is resumed', async () => {
  const server = await synced(1)
  const paused = await server.post(sofie, '/connection/pause')
  expect(await paused.json()).toMatchObject({ state: 'linked', health: 'paused', hold: null })
  await whileWorking(server, async () => {
    await saveFiles(server, ['new.txt'])
    await seenBy(server).press()
    await server.until(async () => (await server.stores.work.stats()).waiting === 0)
    expect(namesInDropbox(server)).toEqual(['file-1.txt'])
    expect(await seenBy(server).sync()).toMatchObject({ phase: 'paused' })
    const resumed = await server.post(sofie, '/connection/resume')
    expect(await resumed.json()).toMatchObject({ health: 'ok' })
    await server.until(() => namesInDropbox(server).includes('new.txt'))
  })
  const log = server.log.map(({ event }) => event)
  expect(log).toEqual(expect.arrayContaining(['link.paused', 'link.resumed']))
})

test('[S19] a user pauses only their own link', async () => {
  const server = await synced(1)
  await link(server, jonas, server.remotes.jonas)
  await server.post(jonas, '/connection/pause')
  expect(await connectionOf(server, sofie)).toMatchObject({ health: 'ok' })
  expect(await problemOf(await server.post(stranger, '/connection/pause'))).toBe('409 not_linked')
})

test('[S19] pausing twice, and resuming what is not paused, change nothing', async () => {
  const server = await synced(1)
  await server.post(sofie, '/connection/resume')
  await server.post(sofie, '/connection/pause')
  await server.post(sofie, '/connection/pause')
  expect(server.log.filter(({ event }) => event === 'link.paused')).toHaveLength(1)
  expect(server.log.filter(({ event }) => event === 'link.resumed')).toEqual([])
})

test('[S15] many files that are gone at once hold the link, and the connection asks what became of them', async () => {
  const server = await held()
  expect(await connectionOf(server)).toMatchObject({ health: 'held', hold: { vanished: 25 } })
  expect(await seenBy(server).files()).toHaveLength(25)
})

test('[S15] the answer "put back" sends them again', async () => {
  const server = await held()
  await whileWorking(server, async () => {
    const answered = await server.post(sofie, '/connection/hold', { answer: 'putBack' })
    expect(await answered.json()).toMatchObject({ health: 'ok', hold: null })
    await server.until(() => namesInDropbox(server).length === 25)
    await server.until(() => seenBy(server).isIn('settled'))
  })
  expect(await problemOf(await server.post(sofie, '/connection/hold', { answer: 'stop' }))).toBe('404 not_found')
  expect(server.log.filter(({ event }) => event === 'hold.answered')).toHaveLength(1)
})

test('[S15] the answer "stop" keeps them in the CRM only', async () => {
  const server = await held()
  await whileWorking(server, async () => {
    await server.post(sofie, '/connection/hold', { answer: 'stop' })
    await server.until(() => seenBy(server).isIn('folderMissing'))
  })
  expect(namesInDropbox(server)).toEqual([])
  expect(await seenBy(server).files()).toHaveLength(25)
})

test('[S15] an answer that nobody asked for is refused', async () => {
  const server = await held()
  expect(await problemOf(await server.post(sofie, '/connection/hold', { answer: 'delete' }))).toBe('400 bad_request')
})

test('[S15] records of a bulk run on a held link are skipped with the reason', async () => {
  const server = await held()
  const started = await server.post(sofie, '/bulk', { segment: { records: [{ module: 'companies', id: '2' }] } })
  const { id } = (await started.json()) as { id: string }
  const runOf = async () => (await (await server.get(sofie, `/bulk/${id}`)).json()) as { state: string }
  await whileWorking(server, () => server.until(async () => (await runOf()).state === 'done'))
  const records = await (await server.get(sofie, `/bulk/${id}/records`)).json()
  expect(records).toMatchObject({ rows: [{ end: 'skipped', code: 'files_vanished' }] })
})

test('[C109] when a user is removed their link is paused, the token is gone, and files stay on both sides', async () => {
  const server = await synced(2)
  await link(server, jonas, server.remotes.jonas)
  const user = { tenantId: 'tenant-1', userId: 'sofie' }
  const before = await server.stores.sync.linkOfUser(user, 'dropbox')
  await server.server.userRemoved({ ...user, userId: 'nobody' })
  await server.server.userRemoved(user)
  const after = await server.stores.sync.linkOfUser(user, 'dropbox')
  expect(after).toMatchObject({ id: before?.id, status: 'paused' })
  expect(await server.stores.links.getGrant(before?.id ?? '')).toBeNull()
  expect(await server.stores.work.stats()).toMatchObject({ claimed: 0 })
  await whileWorking(server, async () => {
    await server.files.put(company('1'), 'later.txt', new Uint8Array([1]))
    await server.server.recordChanged(company('1'))
    await server.until(async () => (await server.stores.work.stats()).waiting === 0)
  })
  expect(namesInDropbox(server).toSorted()).toEqual(['file-1.txt', 'file-2.txt'])
  expect(server.files.allFiles(company('1'))).toHaveLength(3)
  const { rows } = await server.stores.sync.activity(
    { tenantId: 'tenant-1', linkId: before?.id },
    { before: null, limit: 1 },
  )
  expect(rows).toMatchObject([{ code: 'paused', details: { reason: 'userRemoved' }, actor: { userId: null } }])
  expect(await connectionOf(server, jonas)).toMatchObject({ health: 'ok' })
})

test('[C109] a user who comes back links again, and resumes', async () => {
  const server = await synced(1)
  await server.server.userRemoved({ tenantId: 'tenant-1', userId: 'sofie' })
  await link(server, sofie, server.remotes.sofie)
  expect(await connectionOf(server)).toMatchObject({ state: 'linked', health: 'paused' })
  await whileWorking(server, async () => {
    await server.post(sofie, '/connection/resume')
    await saveFiles(server, ['new.txt'])
    await server.server.recordChanged(company('1'))
    await server.until(() => namesInDropbox(server).includes('new.txt'))
  })
})
