import { expect, test } from 'vitest'

import { manyNames, namesInDropbox, saveFiles, seenBy } from '../testing/record-steps.ts'
import { type TestServer, company, link, problemOf, sofie, testServer, whileWorking } from '../testing/test-server.ts'

/** 30 files on both sides; then 25 of them are deleted in the CRM, too many to follow unasked. */
async function held(): Promise<TestServer> {
  const server = testServer()
  const saved = await saveFiles(server, manyNames(30))
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, async () => {
    await seenBy(server).settle()
    const files = saved.slice(0, 25).map(({ id, version }) => ({ id, version }))
    await seenBy(server).post('files/delete', { files })
    await server.until(async () => (await seenBy(server).sync())['held'] === 25)
  })
  return server
}

test('[S15] deletions that are held are shown as files that are only in Dropbox', async () => {
  const server = await held()
  const { entries, remoteOnly } = await seenBy(server).page()
  expect([entries.length, remoteOnly.length]).toEqual([5, 25])
  expect(remoteOnly).toContainEqual({
    kind: 'remoteOnly',
    fileId: expect.any(String),
    name: 'file-1.txt',
    folder: [],
    sync: { state: 'held', code: 'deletion_held', retryAt: null },
  })
  expect(namesInDropbox(server)).toHaveLength(30)
  expect(await seenBy(server).sync()).toMatchObject({ held: 25, attention: 25 })
})

test('[S15] a deletion that is confirmed goes to Dropbox, the others stay held', async () => {
  const server = await held()
  const [first] = (await seenBy(server).page()).remoteOnly
  await whileWorking(server, async () => {
    const answer = await seenBy(server).post('held', { answer: 'delete', files: [first?.fileId, 'unknown'] })
    expect(await answer.json()).toEqual({ done: 1, failed: [{ id: 'unknown', code: 'file_unknown' }] })
    await server.until(() => namesInDropbox(server).length === 29)
    await server.until(async () => (await seenBy(server).sync())['held'] === 24)
  })
  expect(namesInDropbox(server)).not.toContain(first?.name)
})

test('[S15] all are confirmed at once', async () => {
  const server = await held()
  await whileWorking(server, async () => {
    const answer = await seenBy(server).post('held', { answer: 'delete', files: null })
    expect(await answer.json()).toEqual({ done: 25, failed: [] })
    await server.until(() => namesInDropbox(server).length === 5)
    await server.until(async () => (await seenBy(server).sync())['held'] === 0)
  })
  expect(server.log.find(({ event }) => event === 'deletions.confirmed')).toMatchObject({ files: 25, by: 'sofie' })
})

test('[S15] taken back, the files come into the CRM again', async () => {
  const server = await held()
  await whileWorking(server, async () => {
    const answer = await seenBy(server).post('held', { answer: 'takeBack', files: null })
    expect(await answer.json()).toEqual({ done: 25, failed: [] })
    await server.until(async () => (await seenBy(server).files()).length === 30)
    await server.until(() => seenBy(server).isIn('settled'))
  })
  expect(namesInDropbox(server)).toHaveLength(30)
  expect((await seenBy(server).page()).remoteOnly).toEqual([])
})

test('taking back needs the right to write, confirming does not', async () => {
  const server = await held()
  const user = { tenantId: 'tenant-1', userId: 'sofie' }
  server.records.setAccess(user, company('1'), { read: true, write: false, missing: [] })
  const post = (answer: string) => seenBy(server).post('held', { answer, files: null })
  expect(await problemOf(await post('takeBack'))).toBe('403 forbidden')
  expect(await (await post('delete')).json()).toEqual({ done: 25, failed: [] })
})

test('where nothing is held nothing is done', async () => {
  const server = testServer()
  expect(await problemOf(await seenBy(server).post('held', { answer: 'delete', files: null }))).toBe('409 not_linked')
  await link(server, sofie, server.remotes.sofie)
  const answer = await seenBy(server).post('held', { answer: 'delete', files: null })
  expect(await answer.json()).toEqual({ done: 0, failed: [] })
})
