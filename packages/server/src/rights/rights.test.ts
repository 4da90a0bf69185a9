import { routeTable } from '@twinfolder/protocol'
import { describe, expect, test } from 'vitest'

import {
  ORIGIN,
  PUBLIC_URL,
  type TestServer,
  type Who,
  company,
  jonas,
  link,
  problemOf,
  sofie,
  stranger,
  testServer,
} from '../testing/test-server.ts'

type Operation = keyof typeof routeTable

const bodies: Partial<Record<Operation, unknown>> = {
  beginLink: { mode: 'popup' },
  completeLink: { callbackUrl: `${PUBLIC_URL}/oauth/callback` },
  createFolder: { folder: ['Contracts'] },
  deleteFiles: { files: [{ id: 'file-1', version: '1' }] },
  findFiles: { hashes: ['0'.repeat(64)] },
  renameFile: { name: 'b.txt', version: '1' },
  moveFiles: { files: [{ id: 'file-1', version: '1' }], folder: ['Contracts'] },
  restoreVersion: { version: '1', expectedVersion: '2' },
  moveFolder: { folder: ['Contracts'], to: ['Offers'] },
  deleteFolder: { folder: ['Contracts'] },
  restoreFiles: { files: ['file-1'] },
  answerHold: { answer: 'putBack' },
  answerDetached: { answer: 'putBack', files: null },
  answerHeld: { answer: 'delete', files: ['file-1'] },
  resolveConflict: { fileId: 'file-1', copyId: 'file-2', keep: 'both' },
  preflightBulk: { segment: { records: [{ module: 'companies', id: '1' }] } },
  startBulk: { segment: { records: [{ module: 'companies', id: '1' }] } },
}
const operations = Object.keys(routeTable) as readonly Operation[]
const ofRecords = operations.filter((operation) => routeTable[operation][1].startsWith('/records/'))

async function call(server: TestServer, who: Who, operation: Operation, ids: { record: string; bulk: string }) {
  const [method, template] = routeTable[operation]
  const path = template
    .replace('{module}', 'companies')
    .replace('{recordId}', ids.record)
    .replace('{fileId}', 'file-1')
    .replace('{bulkId}', ids.bulk)
    .replace('{activityId}', 'activity-1')
  if (operation === 'uploadFile') return server.upload(who, `${path}?name=a.txt`, new Uint8Array([1]))
  if (method === 'POST') return server.post(who, path, bodies[operation])
  return server.send(who, method, path)
}

const ids = { record: '1', bulk: 'unknown' }

describe('[X29] whether something exists is not told', () => {
  test.each(ofRecords)(
    '%s on a record that does not exist answers as on one that may not be seen',
    async (operation) => {
      const server = testServer()
      await link(server, jonas, server.remotes.jonas)
      const user = { tenantId: 'tenant-1', userId: 'jonas' }
      server.records.setAccess(user, company('1'), { read: false, write: false, missing: [] })
      const [hidden, unknown] = [
        await call(server, jonas, operation, ids),
        await call(server, jonas, operation, { ...ids, record: 'no-such' }),
      ]
      const [hiddenBody, unknownBody] = [await hidden.json(), await unknown.json()]
      expect(hiddenBody).toMatchObject({ status: 404, code: 'record_unknown' })
      const { requestId: _, ...same } = hiddenBody as { requestId: string }
      expect(unknownBody).toMatchObject(same)
    },
  )

  test.each([
    ['answerDetached', { answer: 'deleteHere', files: null }],
    ['answerHeld', { answer: 'takeBack', files: null }],
  ] as const)('[X29] %s needs the right to write where it changes the record', async (operation, body) => {
    const server = testServer()
    await link(server, jonas, server.remotes.jonas)
    const user = { tenantId: 'tenant-1', userId: 'jonas' }
    server.records.setAccess(user, company('1'), { read: true, write: false, missing: [] })
    const path = routeTable[operation][1].replace('{module}', 'companies').replace('{recordId}', '1')
    expect(await problemOf(await server.post(jonas, path, body))).toBe('403 forbidden')
  })

  test("somebody else's bulk run is unknown", async () => {
    const server = testServer()
    await link(server, sofie, server.remotes.sofie)
    await link(server, jonas, server.remotes.jonas)
    const started = await server.post(sofie, '/bulk', bodies.startBulk)
    const { id } = (await started.json()) as { id: string }
    for (const operation of ['getBulk', 'listBulkRecords', 'cancelBulk', 'retryBulk'] as const) {
      for (const who of [jonas, stranger]) {
        const answer = await call(server, who, operation, { ...ids, bulk: id })
        expect([operation, await problemOf(answer)]).toEqual([operation, '404 bulk_unknown'])
      }
    }
    expect(await (await server.get(jonas, '/bulk')).json()).toEqual({ runs: [] })
  })
})

describe('[X49] only a page of the host app can change anything', () => {
  const json = { 'content-type': 'application/json' }
  const attempts: readonly (readonly [string, Record<string, string>])[] = [
    ['as a form', { 'content-type': 'application/x-www-form-urlencoded', 'twinfolder-protocol': '' }],
    ['from another site', { ...json, 'twinfolder-protocol': '1', 'sec-fetch-site': 'cross-site' }],
    ['with another origin', { ...json, 'twinfolder-protocol': '1', origin: 'https://crm.example.evil.example' }],
    ['with no origin at all', { ...json, 'twinfolder-protocol': '1', origin: 'null' }],
    ['without our header', json],
  ]
  test.each(attempts)('a POST %s', async (_, headers) => {
    const server = testServer()
    const own = new Headers({ ...headers, 'x-signed-in': sofie ?? '' })
    if (own.get('twinfolder-protocol') === '') own.delete('twinfolder-protocol')
    const url = `${PUBLIC_URL}/records/companies/1/sync`
    const answer = await server.server.handle(new Request(url, { method: 'POST', headers: own, body: '{}' }))
    expect(await problemOf(answer)).toBe('403 csrf_refused')
  })

  test('nothing is read, and so nothing done, by a GET that a picture or a link of another page sends', async () => {
    const server = testServer()
    await link(server, sofie, server.remotes.sofie)
    const changes = () => JSON.stringify([server.log.length, server.files.allFiles(company('1'))])
    const before = changes()
    for (const operation of operations.filter((one) => routeTable[one][0] === 'GET')) {
      const path = routeTable[operation][1].replace('{module}/{recordId}', 'companies/1')
      const answer = await server.browse(sofie, PUBLIC_URL + path)
      expect([operation, await problemOf(answer)]).toEqual([operation, '426 protocol_mismatch'])
    }
    expect(changes()).toBe(before)
  })

  test('its own origin is let through, and no answer lets other origins read', async () => {
    const server = testServer()
    const answer = await server.send(sofie, 'GET', '/connection', { headers: { origin: ORIGIN } })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    const preflight = await server.server.handle(
      new Request(`${PUBLIC_URL}/connection`, { method: 'OPTIONS', headers: { origin: 'https://evil.example' } }),
    )
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
    expect(preflight.ok).toBe(false)
  })

  test('another version of the protocol is told apart', async () => {
    const server = testServer()
    const answer = await server.send(sofie, 'GET', '/connection', { headers: { 'twinfolder-protocol': '99' } })
    expect(await problemOf(answer)).toBe('426 protocol_mismatch')
    expect(answer.headers.get('twinfolder-protocol')).toBe('1')
  })
})
