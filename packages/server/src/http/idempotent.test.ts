import { expect, test } from 'vitest'

import {
  type TestServer,
  type Who,
  jonas,
  link,
  problemOf,
  recordPath,
  sofie,
  stranger,
  testServer,
} from '../testing/test-server.ts'

const segment = (...ids: readonly string[]) => ({ records: ids.map((id) => ({ module: 'companies', id })) })

function startBulk(server: TestServer, who: Who, key: string, ids: readonly string[] = ['1']): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key }
  return server.send(who, 'POST', '/bulk', { body: JSON.stringify({ segment: segment(...ids) }), headers })
}

async function linkedServer(): Promise<TestServer> {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  await link(server, jonas, server.remotes.jonas)
  return server
}

const runs = async (server: TestServer, who: Who): Promise<number> =>
  ((await (await server.get(who, '/bulk')).json()) as { runs: unknown[] }).runs.length

test('[X53] the same request with the same key is carried out once and answered alike for a day', async () => {
  const server = await linkedServer()
  const first = await (await startBulk(server, sofie, 'key-00001')).text()
  for (let hours = 0; hours < 23; hours += 6) {
    const again = await startBulk(server, sofie, 'key-00001')
    expect([again.status, again.headers.get('content-type'), await again.text()]).toEqual([
      202,
      'application/json',
      first,
    ])
    server.clock.advance(6 * 3_600_000 - 1)
  }
  expect(await runs(server, sofie)).toBe(1)
  server.clock.advance(3_600_000)
  expect(await (await startBulk(server, sofie, 'key-00001')).text()).not.toBe(first)
  expect(await runs(server, sofie)).toBe(2)
})

test('[X53] another request with the key is refused', async () => {
  const server = await linkedServer()
  await startBulk(server, sofie, 'key-00001')
  expect(await problemOf(await startBulk(server, sofie, 'key-00001', ['1', '2']))).toBe('422 bad_request')
  const elsewhere = await server.send(sofie, 'POST', `${recordPath('1')}/sync`, {
    headers: { 'idempotency-key': 'key-00001' },
  })
  expect(await problemOf(elsewhere)).toBe('422 bad_request')
  expect(await runs(server, sofie)).toBe(1)
})

test('[X53] of two at once one runs and the other is told to ask again, in this process or another', async () => {
  const server = await linkedServer()
  const other = testServer({ ...server.options, stores: server.stores })
  const records = { ...server.records }
  let goOn: () => void = () => undefined
  const isSlow = new Promise<void>((resolve) => (goOn = resolve))
  Object.assign(server.records, {
    access: async (...asked: Parameters<typeof records.access>) => {
      await isSlow
      return records.access(...asked)
    },
  })
  const running = startBulk(server, sofie, 'key-00001')
  const others = [await startBulk(other, sofie, 'key-00001'), await startBulk(server, sofie, 'key-00001')]
  goOn()
  const answers = [await running, ...others]
  const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b)
  expect(statuses).toEqual([202, 409, 409])
  const told = answers.find(({ status }) => status === 409)
  expect(told?.headers.get('retry-after')).toBe('1')
  expect((await startBulk(other, sofie, 'key-00001')).status).toBe(202)
  expect(await runs(server, sofie)).toBe(1)
})

test('[X53] what failed may be tried again with its key', async () => {
  const server = testServer()
  expect(await problemOf(await startBulk(server, sofie, 'key-00001'))).toBe('409 not_linked')
  await link(server, sofie, server.remotes.sofie)
  expect((await startBulk(server, sofie, 'key-00001')).status).toBe(202)
})

test('[X35] [X53] the same key of another user, or in another tenant, is another key', async () => {
  const server = await linkedServer()
  const first = await (await startBulk(server, sofie, 'key-00001')).text()
  const second = await startBulk(server, jonas, 'key-00001')
  expect([second.status, await second.text()]).not.toEqual([202, first])
  expect(await problemOf(await startBulk(server, stranger, 'key-00001'))).toBe('409 not_linked')
})

test.each(['short', 'x'.repeat(201), 'with blank'])('[X53] %s is no key', async (key) => {
  const server = await linkedServer()
  expect(await problemOf(await startBulk(server, sofie, key))).toBe('400 bad_request')
})

test('[X53] a link that is begun leaves no answer behind: what it holds is for that browser alone', async () => {
  const server = testServer()
  const begin = async (): Promise<string> => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'key-00001' }
    return (await server.send(sofie, 'POST', '/connection/link', { body: '{"mode":"popup"}', headers })).text()
  }
  expect(await begin()).not.toBe(await begin())
})

test('[X53] an upload with a used key and another name, place or body is refused, and makes nothing', async () => {
  const server = testServer()
  const send = (name: string, folder: string, body: string): Promise<Response> =>
    server.upload(sofie, `${recordPath('1')}/files?name=${name}&folder=${folder}`, body, {
      'idempotency-key': 'key-00001',
    })
  expect((await send('a.txt', '', 'hello')).status).toBe(201)
  for (const [name, folder, body] of [
    ['b.txt', '', 'hello'],
    ['a.txt', 'Offers', 'hello'],
    ['a.txt', '', 'other'],
    ['a.txt', '', 'hello and more'],
  ] as const) {
    expect(await problemOf(await send(name, folder, body))).toBe('422 bad_request')
  }
  const answers = await Promise.all([send('a.txt', '', 'hello'), send('a.txt', '', 'HELLO')])
  expect(answers.map(({ status }) => status)).toEqual([201, 422])
  expect(server.files.allFiles({ tenantId: 'tenant-1', module: 'companies', id: '1' })).toHaveLength(1)
})

test('[X52] clicks are counted over all processes, for a user and for a tenant', async () => {
  const server = await linkedServer()
  const other = testServer({ ...server.options, stores: server.stores })
  const press = (at: TestServer, who: Who): Promise<Response> => at.post(who, `${recordPath('1')}/sync`)
  const statuses: number[] = []
  for (let click = 0; click < 50; click += 1) {
    for (const at of [server, other]) statuses.push((await press(at, sofie)).status)
  }
  // Linking took one of the sixty.
  expect(statuses.filter((status) => status === 202)).toHaveLength(59)
  expect(statuses.filter((status) => status === 429)).toHaveLength(41)
  const refused = await press(other, sofie)
  expect(refused.headers.get('retry-after')).toBe('1')
  expect(await problemOf(refused)).toBe('429 rate_limited')
  expect((await press(server, jonas)).status).toBe(202)
  server.clock.advance(1000)
  expect((await press(other, sofie)).status).toBe(202)
})

test('[X52] a tenant whose users all click is slowed down; another tenant is not', async () => {
  const server = await linkedServer()
  await link(server, stranger, server.remotes.stranger)
  let refused = 0
  for (let user = 0; user < 25; user += 1) {
    for (let click = 0; click < 55; click += 1) {
      const answer = await server.post(`tenant-1/user-${user}/laptop`, '/bulk/preflight', { segment: segment('1') })
      if (answer.status === 429) refused += 1
    }
  }
  expect(refused).toBeGreaterThan(100)
  expect((await server.post(stranger, '/bulk/preflight', { segment: segment('1') })).status).not.toBe(429)
})
