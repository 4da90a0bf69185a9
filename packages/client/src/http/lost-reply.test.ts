import { createServer as createHttpServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

import { Secret } from '@twinfolder/core'
import { memoryHostRecords, memoryRemote, memoryRemoteProvider, seededRandom } from '@twinfolder/core/memory'
import { createServer } from '@twinfolder/server'
import { expect, onTestFinished, test } from 'vitest'

import { httpAdapter } from '../http-adapter.ts'
import { randomId } from '../random-id.ts'
import { createSyncClient } from '../sync-client.ts'

const record = { module: 'companies', id: '1001' } as const
const segment = { records: [record] }

/** A server behind a connection that breaks after a request was carried out, as often as it is told to. */
async function behindBreakingConnection() {
  const breaking = { times: 0 }
  const keys: (string | null)[] = []
  const http = createHttpServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = 'GET', url = '/' } = request
    const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const body = chunks.length > 0 ? Buffer.concat(chunks) : null
    const answer = await server.handle(new Request(`${origin}${url}`, { method, headers, body }))
    if (method === 'POST' && url.startsWith('/twinfolder/bulk')) keys.push(headers.get('idempotency-key'))
    const text = await answer.text()
    if (method === 'POST' && breaking.times > 0) {
      breaking.times -= 1
      request.socket.destroy()
      return
    }
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(text)
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const base = {
    clock: { now: () => Date.now() },
    random: seededRandom(1),
    sha256: (bytes: Uint8Array<ArrayBuffer>) => crypto.subtle.digest('SHA-256', bytes),
  }
  const account = memoryRemote(base)
  const remote = memoryRemoteProvider({ ...base, remotes: [account] })
  const server = createServer({
    remote,
    records: memoryHostRecords({
      records: [
        [
          { tenantId: 'demo', ...record },
          { name: 'Acme GmbH', number: '1001', singular: 'Company' },
        ],
      ],
    }),
    authenticate: () => ({
      tenantId: 'demo',
      userId: 'sofie',
      firstName: 'Sofie',
      locale: 'en',
      timeZone: 'Europe/Brussels',
      isAdmin: false,
      sessionId: 'session-1',
    }),
    key: new Secret('0123456789abcdef0123456789abcdef'),
    publicUrl: `${origin}/twinfolder`,
    appFolderLabel: 'Apps/Demo CRM',
  })
  onTestFinished(async () => {
    http.closeAllConnections()
    http.close()
    await server.close()
  })
  const client = createSyncClient(httpAdapter({ baseUrl: `${origin}/twinfolder` }))
  const { authorizeUrl } = await client.beginLink({ mode: 'popup' })
  await client.completeLink(await remote.consent(authorizeUrl, account))
  return { client, keys, breaking }
}

test('[X53] a run whose answer was lost is found by its key: there is one run', async () => {
  const { client, keys, breaking } = await behindBreakingConnection()
  const idempotencyKey = randomId()
  breaking.times = 2
  const start = () => client.startBulk(segment, { idempotencyKey })
  await expect(start()).rejects.toMatchObject({ code: 'network' })
  await expect(start()).rejects.toMatchObject({ code: 'network' })
  const run = await start()
  expect((await client.listBulk()).map(({ id }) => id)).toEqual([run.id])
  expect(keys).toEqual([idempotencyKey, idempotencyKey, idempotencyKey])
})

test('[X53] so is a repetition of a run', async () => {
  const { client, breaking } = await behindBreakingConnection()
  const { id } = await client.startBulk(segment)
  await client.cancelBulk(id)
  const options = { idempotencyKey: randomId() }
  breaking.times = 1
  await expect(client.retryBulk(id, options)).rejects.toMatchObject({ code: 'network' })
  const retried = await client.retryBulk(id, options)
  expect((await client.listBulk()).map((run) => [run.id, run.retryOf])).toEqual([
    [retried.id, id],
    [id, null],
  ])
})

test('[X53] a call without a key has one of its own, so that whatever lies between may send it again', async () => {
  const { client, keys } = await behindBreakingConnection()
  await client.startBulk(segment)
  await client.startBulk(segment)
  expect(new Set(keys).size).toBe(2)
  for (const key of keys) expect(key).toMatch(/^\d+(-\d+){3}$/)
})
