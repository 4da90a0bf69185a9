import { instant } from '@twinfolder/core'
import { failureOf } from '@twinfolder/core/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { fresh, newRecord } from '../testing/database/fixtures.ts'
import { type PostgresServer, startPostgresServer } from '../testing/postgres/index.ts'
import { type Database, openDatabase } from './database.ts'
import { type PostgresPubSub, postgresPubSub, postgresStores } from './index.ts'

/** A server of its own, as it is to crash; and a process that has connections to it, at rest and in use. */
let server: PostgresServer
let url: string
let database: Database
let pubSub: PostgresPubSub
const lost: string[] = []
beforeAll(async () => {
  server = await startPostgresServer()
  url = await server.createDatabase()
  const onConnectionLost = ({ message }: Error): void => void lost.push(message)
  database = await openDatabase({ url, pool: { max: 5, connectTimeoutMs: 1000, onConnectionLost } })
  pubSub = postgresPubSub(url, database.db)
  await pubSub.ready()
}, 60_000)
afterAll(async () => {
  await pubSub.close()
  await database.close()
  await server.close()
})

const now = instant('2026-11-22T12:00:00.000Z')
const stores = () => postgresStores(database.db, { pubSub })

test('[Q9] ten crashes of the database under load lose nothing that was acknowledged, and everything goes on by itself', async () => {
  // One connection more than there are writers: whenever a crash comes, one is at rest.
  await Promise.all(Array.from({ length: 5 }, () => sql`select pg_sleep(0.2)`.execute(database.db)))
  const acknowledged: string[] = []
  const codes = new Set<string | null>()
  const over = new AbortController()
  const writers = Array.from({ length: 4 }, async () => {
    while (!over.signal.aborted) {
      const record = newRecord('tenant')
      const code = await failureOf(stores().work.request([{ linkId: 'link', record, priority: 100 }]))
      codes.add(code)
      if (code === null) acknowledged.push(record.id)
      else await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })
  for (let crash = 0; crash < 10; crash += 1) {
    const before = acknowledged.length
    await expect.poll(() => acknowledged.length).toBeGreaterThan(before + 20)
    await server.stop('immediate')
    await server.start()
    const then = acknowledged.length
    await expect.poll(() => acknowledged.length, { timeout: 30_000, interval: 5 }).toBeGreaterThan(then)
  }
  over.abort()
  await Promise.all(writers)
  expect(codes).toEqual(new Set([null, 'host_unavailable']))
  const wanted = await Promise.all(
    acknowledged.map((id) => stores().work.isWanted('link', { tenantId: 'tenant', module: 'companies', id })),
  )
  expect(wanted.filter((isThere) => !isThere)).toEqual([])
  expect(lost.length).toBeGreaterThan(0)
}, 60_000)

test('[Q9] a transaction that is cut in the middle fails with a code, and its connection is not used again', async () => {
  const cut = failureOf(
    (async () => {
      const { work } = stores()
      for (let times = 0; times < 10_000; times += 1) await work.stats()
    })(),
  )
  await new Promise((resolve) => setTimeout(resolve, 50))
  await server.stop('immediate')
  expect(await cut).toBe('host_unavailable')
  expect(await failureOf(stores().links.checkedAt('link'))).toBe('host_unavailable')
  await server.start()
  await stores().links.noteChecked('link', now, now)
  expect(await stores().links.checkedAt('link')).toBe(now)
}, 30_000)

test('[Q9] a process hears the others again after a crash, and is told that it may have missed something', async () => {
  let gaps = 0
  pubSub.onGap(() => {
    gaps += 1
  })
  const heard: string[] = []
  pubSub.subscribe('event', (message) => heard.push(message))
  await server.stop('immediate')
  pubSub.publish('event', 'heard by itself alone')
  await expect.poll(() => heard).toEqual(['heard by itself alone'])
  await server.start()
  await expect.poll(() => gaps).toBeGreaterThan(0)
  pubSub.publish('event', fresh('heard by all'))
  await expect.poll(() => heard.length).toBe(2)
}, 30_000)

test('a database that is not there is told with a code', async () => {
  const nowhere = openDatabase({ url: 'postgres://postgres@127.0.0.1:1/nothing', pool: { connectTimeoutMs: 500 } })
  expect(await failureOf(nowhere)).toBe('host_unavailable')
})
