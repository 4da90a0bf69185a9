import { expect, test } from 'vitest'

import { folderOf, namesInDropbox, saveFiles, seenBy, text } from '../testing/record-steps.ts'
import {
  type TestServer,
  company,
  jonas,
  link,
  problemOf,
  sofie,
  testServer,
  whileWorking,
} from '../testing/test-server.ts'

async function linked(...names: readonly string[]): Promise<TestServer> {
  const server = testServer()
  await saveFiles(server, names)
  await link(server, sofie, server.remotes.sofie)
  return server
}

const isQuiet = (server: TestServer) => async () => (await server.stores.work.stats()).waiting === 0

test.each(['sync/stop', 'sync/pause', 'sync/resume'])('%s needs a link', async (operation) => {
  const server = testServer()
  expect(await problemOf(await seenBy(server).post(operation))).toBe('409 not_linked')
})

test.each(['sync/stop', 'sync/pause', 'sync/resume'])('%s leaves a record alone that was never pressed', async (op) => {
  const server = await linked()
  expect(await (await seenBy(server).post(op)).json()).toMatchObject({ phase: 'notEnrolled' })
  expect(server.log.some(({ event }) => event.startsWith('record.'))).toBe(false)
})

test('[S19] a record that is stopped keeps its files on both sides, and nothing follows from what is deleted', async () => {
  const server = await linked('a.txt', 'b.txt')
  const record = seenBy(server)
  await whileWorking(server, async () => {
    await record.settle()
    expect(await (await record.post('sync/stop')).json()).toMatchObject({ phase: 'stopped' })
    await server.until(isQuiet(server))
    const [file] = server.files.allFiles(company('1'))
    await record.post('files/delete', { files: [{ id: file?.id, version: file?.version }] })
    await server.remotes.sofie.owner.delete(`${folderOf()}/b.txt`)
    await server.until(isQuiet(server))
    expect(namesInDropbox(server)).toEqual(['a.txt'])
    expect((await record.files()).map(({ name, sync }) => [name, sync?.state])).toEqual([['b.txt', 'onlyInHost']])
  })
  expect(server.log.some(({ event, by }) => event === 'record.stopped' && by === 'sofie')).toBe(true)
})

test('[S19] the button takes a stopped record up again, without a second upload', async () => {
  const server = await linked('a.txt')
  const record = seenBy(server)
  await whileWorking(server, async () => {
    await record.settle()
    await record.post('sync/stop')
    await server.until(isQuiet(server))
    server.remotes.sofie.clearCalls()
    await record.settle()
  })
  expect((await record.files()).map(({ sync }) => sync?.state)).toEqual(['synced'])
  expect(server.remotes.sofie.calls.filter(({ method }) => method === 'upload')).toEqual([])
})

test('[S19] a paused record waits, other records and other users do not', async () => {
  const server = await linked('a.txt')
  await link(server, jonas, server.remotes.jonas)
  const record = seenBy(server)
  await whileWorking(server, async () => {
    await record.settle()
    await seenBy(server, jonas).settle()
    expect(await (await record.post('sync/pause')).json()).toMatchObject({ phase: 'paused' })
    await saveFiles(server, ['b.txt'])
    await saveFiles(server, ['c.txt'], company('2'))
    await server.server.recordChanged(company('1'))
    await seenBy(server, sofie, '2').settle()
    await server.until(() => namesInDropbox(server, 'jonas').includes('b.txt'))
    await server.until(isQuiet(server))
    expect(namesInDropbox(server)).toEqual(['a.txt'])
    expect(namesInDropbox(server, 'sofie', '2')).toEqual(['c.txt'])
    await record.post('sync/resume')
    await server.until(() => namesInDropbox(server).includes('b.txt'))
    await server.until(() => record.isIn('settled'))
  })
})

test('a preview counts what the button would do, and does nothing', async () => {
  const server = testServer({ maxFileBytes: 10 })
  await saveFiles(server, ['a.txt', 'b.txt'])
  await server.files.put(company('1'), 'large.mov', new Uint8Array(11))
  const preview = () => server.get(sofie, '/records/companies/1/sync/preview')
  expect(await problemOf(await preview())).toBe('409 not_linked')
  await link(server, sofie, server.remotes.sofie)
  server.remotes.sofie.clearCalls()
  expect(await (await preview()).json()).toEqual({
    toRemote: { files: 2, bytes: 10 },
    toHost: { files: 0, bytes: 0 },
    alike: 0,
    movedInRemote: 0,
    deletedInRemote: 0,
    conflicts: 0,
    excluded: [{ code: 'file_too_large', count: 1, examples: ['large.mov'] }],
  })
  expect(server.remotes.sofie.calls).toEqual([])
  expect(await seenBy(server).isIn('notEnrolled')).toBe(true)
})

test('[S19] a preview of a paused record tells what resuming would bring', async () => {
  const server = await linked('a.txt')
  const record = seenBy(server)
  await whileWorking(server, () => record.settle())
  await record.post('sync/pause')
  await server.files.put(company('1'), 'b.txt', text('new'))
  const answer = await server.get(sofie, '/records/companies/1/sync/preview')
  expect(await answer.json()).toMatchObject({ toRemote: { files: 1, bytes: 3 } })
})
