import { expect, test } from 'vitest'

import { memoryAuditStore } from '../memory/memory-audit-store.ts'
import type { LogEntry } from '../options.ts'
import {
  PUBLIC_URL,
  type TestServer,
  company,
  jonas,
  link,
  recordPath,
  sofie,
  stranger,
  testServer,
  whileWorking,
} from '../testing/test-server.ts'
import { followChain } from './audit-chain.ts'
import type { AuditEntry } from './audit-entry.ts'
import { createAuditLog } from './audit-log.ts'

const rowsOf = ({ stores }: Pick<TestServer, 'stores'>) => stores.audit.rows({ after: 0, limit: 1000 })
const storyOf = async (server: Pick<TestServer, 'stores'>): Promise<readonly string[]> =>
  (await rowsOf(server)).map(({ userId, action, outcome }) => `${userId ?? '-'} ${action} ${outcome}`)

test('[X56] linking, syncing, deleting and unlinking leave a row each, with who, where and which request', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  await server.files.put(company('1'), 'a\nb.pdf', new Uint8Array(10))
  await whileWorking(server, async () => {
    await server.post(sofie, `${recordPath('1')}/sync`)
    await server.until(() => server.remotes.sofie.calls.some(({ method }) => method === 'upload'))
    const [file] = server.files.allFiles(company('1'))
    const body = { files: [{ id: file?.id, version: file?.version }] }
    const answer = await server.post(sofie, `${recordPath('1')}/files/delete`, body)
    const [row] = (await rowsOf(server)).filter(({ action }) => action === 'files.deleted')
    expect(row).toMatchObject({
      tenantId: 'tenant-1',
      userId: 'sofie',
      outcome: 'done',
      requestId: answer.headers.get('x-request-id'),
      details: { path: '/records/companies/1/files/delete', asked: body, answered: { deleted: [file?.id] } },
    })
    await server.until(async () => (await storyOf(server)).includes('- remote.deleted done'))
    await server.post(sofie, '/bulk', { segment: { records: [{ module: 'companies', id: '2' }] } })
  })
  await server.send(sofie, 'DELETE', '/connection')
  await server.server.userRemoved({ tenantId: 'tenant-1', userId: 'sofie' })
  expect(await storyOf(server)).toEqual([
    'sofie link.linked done',
    'sofie sync.requested done',
    'sofie files.deleted done',
    '- remote.deleted done',
    'sofie bulk.started done',
    'sofie link.unlinked done',
  ])
  const rows = await rowsOf(server)
  expect(rows.find(({ action }) => action === 'remote.deleted')?.details).toMatchObject({ linkOf: 'sofie' })
  expect((await followChain(rows, { head: await server.stores.audit.head() })).fault).toBeNull()
  for (const row of rows) expect(JSON.stringify(row)).not.toMatch(/[\r\n]/)
})

test('[X56] a missing right leaves a row, wherever it is missing; asking again within a minute does not leave another', async () => {
  const server = testServer()
  const jonasKey = { tenantId: 'tenant-1', userId: 'jonas' }
  server.records.setAccess(jonasKey, company('1'), { read: true, write: false, missing: [] })
  server.records.setAccess(jonasKey, company('2'), { read: false, write: false, missing: [] })
  for (let time = 0; time < 3; time += 1) {
    await server.post(jonas, `${recordPath('1')}/files/delete`, { files: [{ id: 'a', version: '1' }] })
    await server.get(jonas, recordPath('2'))
  }
  server.records.setAccess(
    { tenantId: 'tenant-2', userId: 'sofie' },
    { ...company('1'), tenantId: 'tenant-2' },
    { read: false, write: false, missing: [] },
  )
  await server.get(stranger, recordPath('1'))
  expect(await storyOf(server)).toEqual(['jonas files.deleted refused', 'jonas access refused', 'sofie access refused'])
  expect((await rowsOf(server))[1]).toMatchObject({
    tenantId: 'tenant-1',
    details: { method: 'GET', path: '/records/companies/2', code: 'record_unknown' },
  })
  expect((await rowsOf(server))[2]).toMatchObject({ tenantId: 'tenant-2' })
  server.clock.advance(61_000)
  await server.get(jonas, recordPath('2'))
  expect(await rowsOf(server)).toHaveLength(4)
})

test('[X56] a linking that failed is told with its reason, in a popup and without', async () => {
  const server = testServer()
  expect((await link(server, sofie, server.remotes.professional)).status).toBe(409)
  const begun = await server.post(sofie, '/connection/link', { mode: 'redirect', returnTo: '/' })
  const { authorizeUrl } = (await begun.json()) as { authorizeUrl: string }
  await server.browse(sofie, await server.provider.consent(authorizeUrl, server.remotes.sofie))
  expect(await storyOf(server)).toEqual(['sofie link.linked failed', 'sofie link.linked done'])
  expect((await rowsOf(server))[0]?.details).toMatchObject({ code: 'account_unsupported' })
  expect(JSON.stringify(await rowsOf(server))).not.toContain(PUBLIC_URL)
})

test('[X56] rotating the key leaves a row of the server', async () => {
  const server = testServer()
  await server.server.rotateKey()
  expect(await rowsOf(server)).toMatchObject([{ tenantId: null, userId: null, action: 'key.rotated', outcome: 'done' }])
})

test('entries that come at once are stored together; a store that is away is told and stops nobody', async () => {
  const log: LogEntry[] = []
  const store = memoryAuditStore()
  const sizes: number[] = []
  let isAway = false
  const audit = createAuditLog(
    {
      ...store,
      async append(entries) {
        if (isAway) throw new Error('The database is away.')
        sizes.push(entries.length)
        await store.append(entries)
      },
    },
    { clock: { now: () => 0 }, log: (entry) => void log.push(entry) },
  )
  const entry: Omit<AuditEntry, 'at'> = {
    tenantId: 't',
    userId: 'u',
    action: 'sync.requested',
    outcome: 'done',
    requestId: null,
    details: {},
  }
  await Promise.all(Array.from({ length: 1200 }, () => audit.record(entry)))
  expect([sizes.length <= 4, (await store.head()).position]).toEqual([true, 1200])
  isAway = true
  await audit.record(entry)
  expect(log).toMatchObject([{ level: 'error', event: 'audit.failed', entries: 1 }])
})
