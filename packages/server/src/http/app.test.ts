import { SyncError } from '@twinfolder/core'
import { expect, test, vi } from 'vitest'

import { ORIGIN, PUBLIC_URL, company, problemOf, sofie, testServer } from '../testing/test-server.ts'

test('it answers only below its public address', async () => {
  const server = testServer()
  const headers = { 'x-signed-in': sofie ?? '', 'twinfolder-protocol': '1' }
  const at = (url: string): Promise<Response> => server.server.handle(new Request(url, { headers }))
  expect((await at(`${PUBLIC_URL}/connection`)).status).toBe(200)
  // The same server behind another name: the path counts, not the host of the request (X6).
  expect((await at('http://127.0.0.1:8080/twinfolder/connection')).status).toBe(200)
  for (const url of [`${ORIGIN}/connection`, `${ORIGIN}/twinfolderx/connection`, `${PUBLIC_URL}/nothing`]) {
    expect(await problemOf(await at(url))).toBe('404 not_found')
  }
})

test('every answer has the version, forbids caching and sniffing', async () => {
  const server = testServer()
  for (const answer of [await server.get(sofie, '/connection'), await server.get(null, '/connection')]) {
    expect(answer.headers.get('twinfolder-protocol')).toBe('1')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test('[X54] a request that does not fit the contract is a bad request', async () => {
  const server = testServer()
  const nested = '['.repeat(100_000) + ']'.repeat(100_000)
  const raw = (body: string, type = 'application/json'): Promise<Response> =>
    server.send(sofie, 'POST', '/bulk', { body, headers: { 'content-type': type } })
  expect(await problemOf(await raw('{'))).toBe('400 bad_request')
  expect(await problemOf(await raw('{}'))).toBe('400 bad_request')
  expect(await problemOf(await raw(`{"segment":${nested}}`))).toBe('400 bad_request')
  expect(await problemOf(await raw('{"__proto__":{"isAdmin":true},"segment":{"records":[]}}'))).toBe('400 bad_request')
  expect(Reflect.get({}, 'isAdmin')).toBeUndefined()
  expect(['400 bad_request', '415 unsupported_media_type']).toContain(await problemOf(await raw('a=b', 'text/plain')))
  expect(await problemOf(await server.get(sofie, '/records/invoices/1'))).toBe('400 bad_request')
  expect(await problemOf(await server.get(sofie, '/records/companies/1/files?limit=100000'))).toBe('400 bad_request')
  expect(await problemOf(await server.get(sofie, '/records/companies/1/files?folder=%25zz'))).toBe('400 bad_request')
})

test('[X54] addresses, heads, nesting and compression have limits', async () => {
  const server = testServer()
  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    server.send(sofie, 'GET', path, { headers })
  expect(await problemOf(await get(`/connection?x=${'x'.repeat(17_000)}`))).toBe('414 bad_request')
  const many = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`x-${index}`, 'y']))
  expect(await problemOf(await get('/connection', many))).toBe('431 bad_request')
  expect(await problemOf(await get('/connection', { 'x-long': 'y'.repeat(33_000) }))).toBe('431 bad_request')
  const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    server.send(sofie, 'POST', '/connection/link', {
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
  expect(await problemOf(await post('{"mode":"popup"}', { 'content-encoding': 'gzip' }))).toBe(
    '415 unsupported_media_type',
  )
  const nested = (depth: number): string =>
    `{"mode":"popup","returnTo":"/[[{{","extra":${'['.repeat(depth)}${']'.repeat(depth)}}`
  expect((await post(nested(31))).status).toBe(200)
  expect(await problemOf(await post(nested(32)))).toBe('400 bad_request')
  expect(await problemOf(await post(`{"mode":"popup","returnTo":"${'x'.repeat(2001)}"}`))).toBe('400 bad_request')
  const files = Array.from({ length: 1001 }, (_, index) => `file-${index}`)
  expect(await problemOf(await server.post(sofie, '/records/companies/1/files/restore', { files }))).toBe(
    '400 bad_request',
  )
})

test('[X37] a JSON body that is never ended is given up', async () => {
  const servers = [testServer(), testServer()]
  // Keys are derived outside this thread, in real time.
  for (const { server } of servers) await server.start()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  try {
    for (const pause of [31_000, 20_000]) {
      const server = servers.pop() ?? testServer()
      let given = 0
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          given += 1
          if (given > 1) await new Promise((resolve) => setTimeout(resolve, pause))
          controller.enqueue(new TextEncoder().encode(' '))
        },
      })
      const init: RequestInit & { duplex: 'half' } = {
        body,
        duplex: 'half',
        headers: { 'content-type': 'application/json' },
      }
      const answer = server.send(sofie, 'POST', '/connection/link', init)
      const answered = { is: false }
      void answer.then(() => (answered.is = true))
      while (!answered.is) {
        await vi.advanceTimersByTimeAsync(5000)
        // What is not a timer goes on meanwhile.
        await new Promise((resolve) => setImmediate(resolve))
      }
      expect(await problemOf(await answer)).toBe('408 body_timeout')
    }
  } finally {
    vi.useRealTimers()
  }
})

test('[X55] what nobody foresaw is told with a code and a request id, and the log has the rest', async () => {
  const server = testServer()
  const describe = () => Promise.reject(new Error('SELECT secret FROM vault at /srv/app.ts:1'))
  Object.assign(server.records, { describe })
  const answer = await server.get(sofie, '/records/companies/1')
  const text = await answer.clone().text()
  expect(await problemOf(answer)).toBe('500 internal')
  expect(text).not.toMatch(/SELECT|app\.ts/)
  const requestId = (JSON.parse(text) as { requestId: string }).requestId
  expect(server.log.find((entry) => entry.requestId === requestId)?.reason).toContain('SELECT')
})

test('a host that is away is unavailable for now', async () => {
  const server = testServer()
  const access = () => Promise.reject(new SyncError('host_unavailable', 'db1.internal refused', { retryAfterMs: 1500 }))
  Object.assign(server.records, { access })
  const answer = await server.get(sofie, `/records/companies/${company('1').id}`)
  expect(answer.headers.get('retry-after')).toBe('2')
  expect(await answer.clone().text()).not.toContain('db1')
  expect(await problemOf(answer)).toBe('503 unavailable')
})

test('[X54] a JSON body without an announced length is read up to a limit', async () => {
  const server = testServer()
  const send = (body: string): Promise<Response> => {
    const stream = new Response(body).body
    const init: RequestInit & { duplex: 'half' } = {
      body: stream,
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    }
    return server.send(sofie, 'POST', '/connection/link', init)
  }
  expect((await send('{"mode":"popup"}')).status).toBe(200)
  const large = await send(`{"mode":"popup","returnTo":"${'x'.repeat(17 * 1024 * 1024)}"}`)
  expect(await problemOf(large)).toBe('413 file_too_large')
})
