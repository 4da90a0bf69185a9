import { expect, test } from 'vitest'

import { folderOf, namesInDropbox, saveFiles, seenBy } from '../testing/record-steps.ts'
import { type TestServer, company, link, problemOf, sofie, testServer, whileWorking } from '../testing/test-server.ts'

const sofieUser = { tenantId: 'tenant-1', userId: 'sofie' }

/** Files a, b and c on both sides; then a and b are removed in Dropbox. */
async function detached(): Promise<TestServer> {
  const server = testServer()
  await saveFiles(server, ['a.txt', 'b.txt', 'c.txt'])
  await link(server, sofie, server.remotes.sofie)
  await whileWorking(server, async () => {
    await seenBy(server).settle()
    for (const name of ['a.txt', 'b.txt']) await server.remotes.sofie.owner.delete(`${folderOf()}/${name}`)
    await seenBy(server).press()
    await server.until(async () => (await seenBy(server).sync())['detached'] === 2)
  })
  return server
}

const idOf = (server: TestServer, name: string): string =>
  server.files.allFiles(company('1')).find((file) => file.name === name)?.id ?? ''

test('[C22] a file that was removed in Dropbox is put back on request, and only that one', async () => {
  const server = await detached()
  const record = seenBy(server)
  const files = [idOf(server, 'a.txt')]
  await whileWorking(server, async () => {
    const answer = await record.post('detached', { answer: 'putBack', files })
    expect([answer.status, await answer.json()]).toEqual([200, { done: 1, failed: [] }])
    await server.until(() => namesInDropbox(server).includes('a.txt'))
    await server.until(() => record.isIn('settled'))
  })
  expect(namesInDropbox(server).toSorted()).toEqual(['a.txt', 'c.txt'])
  expect(await record.sync()).toMatchObject({ detached: 1, attention: 1 })
})

test('[C22] all that were removed are put back at once', async () => {
  const server = await detached()
  await whileWorking(server, async () => {
    const answer = await seenBy(server).post('detached', { answer: 'putBack', files: null })
    expect(await answer.json()).toEqual({ done: 2, failed: [] })
    await server.until(() => namesInDropbox(server).length === 3)
  })
  expect(server.log.find(({ event }) => event === 'files.put_back')).toMatchObject({ files: 2, by: 'sofie' })
})

test('[S5] files that are not detached are left alone by either answer', async () => {
  const server = await detached()
  for (const answer of ['putBack', 'deleteHere']) {
    const files = [idOf(server, 'c.txt'), 'unknown']
    const done = await seenBy(server).post('detached', { answer, files })
    const failed = files.map((id) => ({ id, code: 'file_unknown' }))
    expect(await done.json()).toEqual({ done: 0, failed })
  }
  expect(server.files.allFiles(company('1'))).toHaveLength(3)
})

test('[C23] they are deleted in the CRM, too, if the user says so', async () => {
  const server = await detached()
  await whileWorking(server, async () => {
    const answer = await seenBy(server).post('detached', { answer: 'deleteHere', files: null })
    expect(await answer.json()).toEqual({ done: 2, failed: [] })
    await server.until(async () => (await seenBy(server).sync())['detached'] === 0)
  })
  expect(server.files.allFiles(company('1')).map(({ name }) => name)).toEqual(['c.txt'])
  expect(namesInDropbox(server)).toEqual(['c.txt'])
})

test('deleting here needs the right to write, putting back does not', async () => {
  const server = await detached()
  server.records.setAccess(sofieUser, company('1'), { read: true, write: false, missing: [] })
  const post = (answer: string) => seenBy(server).post('detached', { answer, files: null })
  expect(await problemOf(await post('deleteHere'))).toBe('403 forbidden')
  expect(server.files.allFiles(company('1'))).toHaveLength(3)
  expect(await (await post('putBack')).json()).toEqual({ done: 2, failed: [] })
})

test('without a link, or with an answer that nobody knows, it is refused', async () => {
  const server = testServer()
  const post = (body: unknown) => seenBy(server).post('detached', body)
  expect(await problemOf(await post({ answer: 'putBack', files: null }))).toBe('409 not_linked')
  expect(await problemOf(await post({ answer: 'forget', files: null }))).toBe('400 bad_request')
  expect(await problemOf(await post({ answer: 'putBack', files: [] }))).toBe('400 bad_request')
})
