import { Secret, SyncError } from '@twinfolder/core'
import { expect, test } from 'vitest'

import type { LogEntry } from '../options.ts'
import { PUBLIC_URL, company, link, recordPath, sofie, testServer, whileWorking } from '../testing/test-server.ts'
import { jsonLine, jsonLog } from './json-log.ts'
import { measuredHandler } from './measured-handler.ts'
import { measuredRemote } from './measured-remote.ts'
import { createMetrics } from './metrics.ts'
import { routeNames } from './route-names.ts'

async function linesOf(metrics: ReturnType<typeof createMetrics>, name: string): Promise<readonly string[]> {
  return (await metrics.text()).body.split('\n').filter((line) => line.startsWith(name))
}

test('a route is named by its pattern, and what is none by one word', () => {
  const nameOf = routeNames('/twinfolder')
  expect([
    nameOf('GET', '/twinfolder/records/companies/42'),
    nameOf('POST', '/twinfolder/records/companies/42/files/delete'),
    nameOf('GET', '/twinfolder/records/companies/42/files/secret%20name.pdf'),
    nameOf('PATCH', '/twinfolder/records/companies/42/uploads/abc'),
    nameOf('GET', '/twinfolder/content/token.signature'),
    nameOf('POST', '/twinfolder/webhooks/dropbox'),
    nameOf('GET', '/twinfolder/oauth/callback.js'),
    nameOf('DELETE', '/twinfolder/records/companies/42/files/delete'),
    nameOf('GET', '/elsewhere'),
    nameOf('GET', '/twinfolder-not/connection'),
  ]).toEqual([
    '/records/{module}/{recordId}',
    '/records/{module}/{recordId}/files/delete',
    '/records/{module}/{recordId}/files/{fileId}',
    '/records/{module}/{recordId}/uploads/{uploadId}',
    '/content/{token}',
    '/webhooks/{remote}',
    '/oauth/callback.js',
    'other',
    'other',
    'other',
  ])
})

test('requests are counted and logged by route, status and request id; their ids and names are not', async () => {
  const metrics = createMetrics()
  const server = testServer()
  const entries: LogEntry[] = []
  const handle = measuredHandler((request) => server.server.handle(request), {
    metrics,
    nameOf: routeNames('/twinfolder'),
    log: (entry) => void entries.push(entry),
  })
  const headers = { 'x-signed-in': 'tenant-1/sofie/laptop', 'twinfolder-protocol': '1' }
  const answer = await handle(new Request(`${PUBLIC_URL}/records/companies/canary?watch=true`, { headers }))
  expect(entries).toEqual([
    {
      level: 'info',
      event: 'request',
      requestId: answer.headers.get('x-request-id'),
      method: 'GET',
      route: '/records/{module}/{recordId}',
      status: answer.status,
      ms: expect.any(Number),
    },
  ])
  const { body } = await metrics.text()
  expect(body).not.toContain('canary')
  expect(await linesOf(metrics, 'twinfolder_http_request_seconds_count')).toHaveLength(1)
})

test('an event stream is counted as long as somebody listens', async () => {
  const metrics = createMetrics()
  const server = testServer()
  const handle = measuredHandler((request) => server.server.handle(request), {
    metrics,
    nameOf: routeNames('/twinfolder'),
    log: () => undefined,
  })
  const headers = { 'x-signed-in': 'tenant-1/sofie/laptop', 'twinfolder-protocol': '1' }
  const open = async () => (await handle(new Request(`${PUBLIC_URL}/events`, { headers }))).body?.getReader()
  const count = async (): Promise<string | undefined> => (await linesOf(metrics, 'twinfolder_event_streams '))[0]
  const [first, second] = [await open(), await open()]
  await first?.read()
  expect(await count()).toBe('twinfolder_event_streams 2')
  await first?.cancel()
  expect(await count()).toBe('twinfolder_event_streams 1')
  await server.server.close()
  for (let chunk = await second?.read(); chunk && !chunk.done; chunk = await second?.read());
  expect(await count()).toBe('twinfolder_event_streams 0')
})

test('calls of the remote are counted by outcome, transfers by bytes, passes by how they ended', async () => {
  const metrics = createMetrics()
  const first = testServer()
  const server = testServer({
    remote: measuredRemote(first.provider, metrics),
    log: metrics.note,
    records: first.records,
    files: first.files,
  })
  await link({ ...server, provider: first.provider, files: first.files }, sofie, first.remotes.sofie)
  await first.files.put(company('1'), 'a.pdf', new Uint8Array(1000))
  await whileWorking(server, async () => {
    await server.post(sofie, `${recordPath('1')}/sync`)
    await server.until(async () => (await linesOf(metrics, 'twinfolder_ops_total{op="upload"} 1')).length === 1)
    await first.remotes.sofie.owner.put('/Companies/Company 1 (1001)/b.pdf', new Uint8Array(500))
    await server.post(sofie, `${recordPath('1')}/sync`)
    await server.until(
      async () => (await linesOf(metrics, 'twinfolder_transfer_bytes_total{direction="down"} 500')).length === 1,
    )
  })
  expect(await linesOf(metrics, 'twinfolder_transfer_bytes_total{direction="up"} 1000')).toHaveLength(1)
  expect(await linesOf(metrics, 'twinfolder_remote_call_seconds_count{method="upload",outcome="done"} 1')).toHaveLength(
    1,
  )
  expect(await linesOf(metrics, 'twinfolder_passes_total{outcome="done"}')).toHaveLength(1)

  const busy = measuredRemote(
    { ...first.provider, exchangeCode: () => Promise.reject(new SyncError('remote_busy', 'Too many.')) },
    metrics,
  )
  await busy.exchangeCode({ code: '', redirectUri: '', codeVerifier: new Secret('x') }).catch(() => undefined)
  expect(
    await linesOf(metrics, 'twinfolder_remote_call_seconds_count{method="exchangeCode",outcome="remote_busy"} 1'),
  ).toHaveLength(1)
})

test('a number that cannot be read is left out, and read no more than once in ten seconds', async () => {
  const metrics = createMetrics()
  let reads = 0
  metrics.gauge('fine', 'Fine.', async () => ({ waiting: (reads += 1) }))
  metrics.gauge('broken', 'Broken.', () => Promise.reject(new Error('away')))
  expect(await linesOf(metrics, 'fine{')).toEqual(['fine{state="waiting"} 1'])
  expect([await linesOf(metrics, 'fine{'), await linesOf(metrics, 'broken{')]).toEqual([
    ['fine{state="waiting"} 1'],
    [],
  ])
})

test('[X22] a log is one line of JSON for each entry, whatever is in it, from its level on', () => {
  const lines: string[] = []
  const log = jsonLog({ level: 'warn', write: (line) => void lines.push(line) })
  log({ level: 'info', event: 'hidden' })
  const ring: Record<string, unknown> = {}
  ring['self'] = ring
  log({
    level: 'warn',
    event: 'odd',
    text: 'a\nb\r\u2028\u202e',
    big: 10n,
    secret: new Secret('canary'),
    ring,
    cause: new Error('why'),
  })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^[\x20-\x7e]+\n$/)
  expect(lines[0]).not.toContain('canary')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'warn',
    event: 'odd',
    text: 'a\nb\r\u2028\u202e',
    big: '10',
  })
  expect(jsonLine({ name: 'ü' })).toBe('{"name":"ü"}')
})

test('[X22] at level info the log names no file', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  await server.files.put(company('1'), 'canary.pdf', new Uint8Array(10))
  await whileWorking(server, async () => {
    await server.post(sofie, `${recordPath('1')}/sync`)
    await server.until(() =>
      server.log.some(({ event, ops }) => event === 'pass.ended' && JSON.stringify(ops) !== '{}'),
    )
    await server.remotes.sofie.owner.put('/Companies/Company 1 (1001)/canary 2.pdf', new Uint8Array(5))
    await server.post(sofie, `${recordPath('1')}/sync`)
    await server.until(async () => server.files.allFiles(company('1')).length === 2)
  })
  expect(server.log.length).toBeGreaterThan(2)
  expect(JSON.stringify(server.log.filter(({ level }) => level === 'info'))).not.toContain('canary')
})
