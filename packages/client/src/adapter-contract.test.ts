import { type Sha256, Secret } from '@twinfolder/core'
import { memoryHostRecords, memoryRemote, memoryRemoteProvider, seededRandom } from '@twinfolder/core/memory'
import { createServer } from '@twinfolder/server'
import { serveNode } from '@twinfolder/server/node'

import { type AdapterUnderTest, syncAdapterContract } from './contract/index.ts'
import { httpAdapter } from './http-adapter.ts'
import { inPageAdapter } from './in-page/in-page-adapter.ts'
import type { RequestHandler } from './in-page/in-page-fetch.ts'
import { consentCallback, memoryAdapter } from './testing/index.ts'

const record = { module: 'companies', id: '1001' } as const
const otherRecord = { module: 'companies', id: '1002' } as const
const unknownRecord = { module: 'companies', id: 'nobody' } as const
const maxFileBytes = 200_000
const given = { record, otherRecord, unknownRecord, maxFileBytes }

syncAdapterContract('memoryAdapter', () => ({
  ...given,
  adapter: memoryAdapter({
    connection: { state: 'none' },
    records: [{ ref: record }, { ref: otherRecord }],
    maxFileBytes,
  }),
  consent: (authorizeUrl) => consentCallback(authorizeUrl),
}))

syncAdapterContract('inPageAdapter', () => {
  const { server, ...rest } = workingServer('http://in-page.invalid')
  return { ...given, ...rest, adapter: inPageAdapter(server.handle) }
})

syncAdapterContract('httpAdapter', async () => {
  let handle: RequestHandler = () => new Response('Not yet.', { status: 503 })
  const listener = await serveNode((request) => handle(request), { port: 0 })
  const { server, ...rest } = workingServer(listener.url)
  handle = server.handle
  return {
    ...given,
    ...rest,
    adapter: httpAdapter({ baseUrl: `${listener.url}/twinfolder` }),
    async close() {
      await rest.close()
      await listener.close()
    },
  }
})

/** The real server with everything in memory, one worker, and one remote account that consents. */
function workingServer(origin: string) {
  const clock = { now: () => Date.now() }
  const random = seededRandom(1)
  const sha256: Sha256 = (bytes) => crypto.subtle.digest('SHA-256', bytes)
  const account = memoryRemote({ clock, random, sha256 })
  const remote = memoryRemoteProvider({ remotes: [account], random, sha256 })
  const server = createServer({
    remote,
    records: memoryHostRecords({
      records: [
        [
          { tenantId: 'demo', ...record },
          { name: 'Acme GmbH', number: '1001', singular: 'Company' },
        ],
        [
          { tenantId: 'demo', ...otherRecord },
          { name: 'Beta AG', number: '1002', singular: 'Company' },
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
    maxFileBytes,
  })
  const stop = new AbortController()
  void server.work({ signal: stop.signal })
  return {
    server,
    consent: (authorizeUrl) => remote.consent(authorizeUrl, account),
    async close() {
      stop.abort()
      await server.close()
    },
  } satisfies Partial<AdapterUnderTest> & { readonly server: unknown }
}
