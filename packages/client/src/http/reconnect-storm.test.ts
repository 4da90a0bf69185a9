import { type Sha256, Secret } from '@twinfolder/core'
import { memoryHostRecords, memoryRemote, memoryRemoteProvider, seededRandom } from '@twinfolder/core/memory'
import type { ServerEvent } from '@twinfolder/protocol'
import { type TwinfolderServer, createServer } from '@twinfolder/server'
import { type NodeListener, serveNode } from '@twinfolder/server/node'
import { expect, test, vi } from 'vitest'

import type { LiveStatus } from '../sync-adapter.ts'
import { listen } from './listen.ts'

const record = { tenantId: 'demo', module: 'companies', id: '1001' } as const

/** A server with everything in memory that takes the user's name from a header. */
function newServer(): TwinfolderServer {
  const clock = { now: () => Date.now() }
  const random = seededRandom(1)
  const sha256: Sha256 = (bytes) => crypto.subtle.digest('SHA-256', bytes)
  const remote = memoryRemote({ clock, random, sha256 })
  return createServer({
    remote: memoryRemoteProvider({ remotes: [remote], random, sha256 }),
    records: memoryHostRecords({ records: [[record, { name: 'Acme', number: '1001', singular: 'Company' }]] }),
    authenticate(request) {
      const userId = request.headers.get('x-user') ?? ''
      const session = { firstName: userId, locale: 'en', timeZone: 'UTC', isAdmin: false, sessionId: userId }
      return { tenantId: 'demo', userId, ...session }
    },
    key: new Secret('0123456789abcdef0123456789abcdef'),
    demo: true,
    publicUrl: 'http://crm.example/twinfolder',
    appFolderLabel: 'Apps/Demo CRM',
  })
}

/** A browser that listens, with what it is now and what it heard. */
function browser(baseUrl: string, user: string) {
  const seen = { status: 'connecting' as LiveStatus, events: [] as ServerEvent[], downs: 0 }
  const stop = listen(
    { baseUrl, fetch, headers: async () => ({ 'x-user': user }) },
    {
      onStatus(status) {
        seen.status = status
        if (status === 'down') seen.downs += 1
      },
      onEvent: (event) => seen.events.push(event),
    },
  )
  return { seen, stop }
}

test('[X37] five hundred browsers whose server is replaced are back within half a minute, and hear what happens then', async () => {
  let [server, listener]: [TwinfolderServer, NodeListener] = [
    newServer(),
    await serveNode(() => new Response(), { port: 0 }),
  ]
  const { port } = listener
  await listener.close()
  listener = await serveNode((request) => server.handle(request), { port })
  const browsers = Array.from({ length: 500 }, (_, index) => browser(`${listener.url}/twinfolder`, `user-${index}`))
  const areLive = () => expect(browsers.filter(({ seen }) => seen.status === 'live')).toHaveLength(500)
  await vi.waitFor(areLive, { timeout: 20_000, interval: 50 })
  const heapBefore = process.memoryUsage().heapUsed

  await Promise.all([server.close(), listener.close()])
  // Away long enough that everybody polls.
  await vi.waitFor(() => expect(browsers.every(({ seen }) => seen.downs === 1)).toBe(true), { timeout: 10_000 })
  server = newServer()
  listener = await serveNode((request) => server.handle(request), { port })
  const startedAt = performance.now()
  await vi.waitFor(areLive, { timeout: 40_000, interval: 50 })
  const seconds = (performance.now() - startedAt) / 1000
  expect(seconds).toBeLessThan(30)

  for (const { seen } of browsers) seen.events.length = 0
  await server.recordChanged(record)
  const hint: ServerEvent = { type: 'record', record: { module: 'companies', id: '1001' } }
  await vi.waitFor(
    () => expect(browsers.every(({ seen }) => JSON.stringify(seen.events).includes(JSON.stringify(hint)))).toBe(true),
    { timeout: 10_000 },
  )
  expect((process.memoryUsage().heapUsed - heapBefore) / 1e6).toBeLessThan(200)
  for (const { stop } of browsers) stop()
  await server.close()
  await listener.close()
}, 90_000)
