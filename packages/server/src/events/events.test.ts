import { expect, test } from 'vitest'

import { listen } from '../testing/browser-events.ts'
import {
  type TestServer,
  type Who,
  company,
  jonas,
  link,
  problemOf,
  recordPath,
  sofie,
  stranger,
  testServer,
  whileWorking,
} from '../testing/test-server.ts'

const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 200))
const upload = (server: TestServer, who: Who): Promise<Response> =>
  server.upload(who, `${recordPath('1')}/files?name=a.txt`, new Uint8Array([1]))

test('a change of files is heard by everybody of the tenant who may see the record', async () => {
  const server = testServer()
  const [own, other, foreign] = [
    await listen(server, sofie),
    await listen(server, jonas),
    await listen(server, stranger),
  ]
  await upload(server, sofie)
  await server.until(() => own.events.length > 0 && other.events.length > 0)
  expect(own.events).toEqual([{ type: 'record', record: { module: 'companies', id: '1' } }])
  expect(other.events).toEqual(own.events)
  await quiet()
  expect(foreign.events).toEqual([])
  await server.server.close()
})

test('[X29] nobody hears of a record that they may not see', async () => {
  const server = testServer()
  const user = { tenantId: 'tenant-1', userId: 'jonas' }
  server.records.setAccess(user, company('1'), { read: false, write: false, missing: [] })
  const other = await listen(server, jonas)
  await upload(server, sofie)
  await quiet()
  expect(other.events).toEqual([])
  await server.server.close()
})

test('linking is heard by its own user alone', async () => {
  const server = testServer()
  const [own, other] = [await listen(server, sofie), await listen(server, jonas)]
  await link(server, sofie, server.remotes.sofie)
  await server.until(() => own.events.some(({ type }) => type === 'connection'))
  await quiet()
  expect(other.events).toEqual([])
  await server.server.close()
})

test('events about the same thing that wait are one', async () => {
  const server = testServer()
  const own = await listen(server, sofie)
  await Promise.all(Array.from({ length: 20 }, () => upload(server, sofie)))
  await server.until(() => own.events.length > 0)
  await quiet()
  expect(own.events.length).toBeLessThan(20)
  await server.server.close()
})

test('a browser that comes back gets what it missed, or is told to ask for everything', async () => {
  const server = testServer()
  const own = await listen(server, sofie)
  await upload(server, sofie)
  await server.until(() => own.ids.length > 0)
  await own.leave()
  await server.post(sofie, `${recordPath('2')}/folders`, { folder: ['x'] })
  const again = await listen(server, sofie, own.ids.at(-1))
  await server.until(() => again.events.length > 0)
  expect(again.events).toEqual([{ type: 'record', record: { module: 'companies', id: '2' } }])
  for (const unknown of ['other-1', 'x', '']) {
    const late = await listen(server, sofie, unknown)
    await server.until(() => late.events.length > 0)
    expect(late.events).toEqual([{ type: 'resync' }])
    await late.leave()
  }
  await server.server.close()
})

test('a user has six streams at most; one that ends makes room', async () => {
  const server = testServer()
  const streams = []
  for (let count = 0; count < 6; count += 1) streams.push(await listen(server, sofie))
  const seventh = await server.get(sofie, '/events')
  expect(seventh.headers.get('retry-after')).toBe('30')
  expect(await problemOf(seventh)).toBe('429 rate_limited')
  await listen(server, jonas)
  await streams[0]?.leave()
  await listen(server, sofie)
  await server.server.close()
})

test('streams end when the server closes', async () => {
  const server = testServer()
  const own = await listen(server, sofie)
  await server.server.close()
  await own.ended
})

test('[P23] the button, and the pass after it, are heard of', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  await server.files.put(company('1'), 'a.txt', new Uint8Array(10))
  const own = await listen(server, sofie)
  await whileWorking(server, async () => {
    await server.post(sofie, `${recordPath('1')}/sync`)
    await server.until(() => own.events.some(({ type }) => type === 'record'))
  })
  await server.server.close()
})
