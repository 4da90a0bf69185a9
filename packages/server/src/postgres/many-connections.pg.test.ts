import { type Lease, instant } from '@twinfolder/core'
import { failureOf } from '@twinfolder/core/testing'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'

import { memoryPubSub } from '../memory/memory-pub-sub.ts'
import type { WorkClaim } from '../ports/work-queue.ts'
import { contents, fileStoreOn, fresh, newLink, newRecord, sofie } from '../testing/database/fixtures.ts'
import { createFromTemplate } from '../testing/postgres/index.ts'
import { type Database, openDatabase } from './database.ts'
import { postgresBulkStore, postgresSyncStore, postgresWorkQueue } from './index.ts'
import { migrate } from './migrate.ts'
import { inTransaction } from './transaction.ts'

/** What only shows with many connections at once: each of these is a process of its own to the database. */
let url: string
const open: Database[] = []
let databases: readonly Database[]
beforeAll(async () => {
  url = await createFromTemplate(inject('postgresTemplateUrl'))
  databases = await Promise.all(Array.from({ length: 4 }, () => connect()))
})
afterAll(async () => {
  for (const { close } of open) await close()
})

async function connect(): Promise<Database> {
  const database = await openDatabase({ url, pool: { max: 3 } }, { migrate: false })
  open.push(database)
  return database
}
const of = (index: number) => {
  const database = databases[index % databases.length]
  if (!database) throw new RangeError('There is no such database.')
  return database.db
}
const queueOf = (index: number) => postgresWorkQueue(of(index), memoryPubSub())
const at = (seconds: number) => instant(new Date(1_767_225_600_000 + seconds * 1000).toISOString())

test('[Q17] four processes that start at once bring a database to its version', async () => {
  const empty = new URL(url)
  empty.pathname = `/${fresh('empty').replaceAll('-', '_')}`
  const client = new Client(url)
  await client.connect()
  await client.query(`create database ${empty.pathname.slice(1)} template template0`)
  await client.end()
  const started = await Promise.all(
    Array.from({ length: 4 }, () => openDatabase({ url: empty.href, pool: { max: 2 } })),
  )
  for (const { db, close } of started) {
    await migrate(db)
    expect(await db.selectFrom('link').selectAll().execute()).toEqual([])
    await close()
  }
})

describe('the work queue', () => {
  test('each link is claimed by one worker, and none is forgotten', async () => {
    const linkIds = Array.from({ length: 40 }, () => fresh('link'))
    const record = newRecord()
    await queueOf(0).request(linkIds.map((linkId) => ({ linkId, record, priority: 10 })))
    const claims = await Promise.all(
      Array.from({ length: 60 }, (_, worker) =>
        queueOf(worker).claim(`worker-${worker}`, { now: at(0), until: at(10), limit: 5 }),
      ),
    )
    const claimed = claims.filter((claim) => claim !== null)
    // Who looks for work while others take it may find nothing and look again.
    for (let claim = await claimOne(0); claim; claim = await claimOne(0)) claimed.push(claim)
    expect(claimed.map(({ linkId }) => linkId).toSorted()).toEqual(linkIds.toSorted())
    for (const claim of claimed) await queueOf(1).ack(claim, claim.items)
    expect(await queueOf(2).stats()).toEqual({ waiting: 0, claimed: 0 })
  })

  test('nothing that is asked for while claims are taken and given back is lost, and nothing locks itself up', async () => {
    const linkIds = Array.from({ length: 5 }, () => fresh('link'))
    const records = Array.from({ length: 10 }, () => newRecord('tenant'))
    const asked = new Map<string, number>()
    const done = new Map<string, number>()
    const over = new AbortController()
    const asking = Array.from({ length: 4 }, async (_, process) => {
      for (let round = 0; round < 40; round += 1) {
        const requests = linkIds.flatMap((linkId) =>
          records
            .filter(() => Math.random() < 0.3)
            .map((record) => ({ linkId, record, priority: Math.random() < 0.1 ? 100 : 10 })),
        )
        requests.sort(() => Math.random() - 0.5)
        for (const { linkId, record } of requests) asked.set(`${linkId} ${record.id}`, performance.now())
        await queueOf(process).request(requests)
        if (round % 10 === 0) await queueOf(process).cancel({ linkId: linkIds[0] ?? '', bulkId: 'none' })
      }
    })
    const working = Array.from({ length: 4 }, async (_, process) => {
      while (!over.signal.aborted) {
        const claim = await claimOne(process)
        if (!claim) {
          await new Promise((resolve) => setTimeout(resolve, 2))
          continue
        }
        const startedAt = performance.now()
        if (Math.random() < 0.2) await queueOf(process).fail(claim, at(0))
        else {
          for (const { record } of claim.items) done.set(`${claim.linkId} ${record?.id}`, startedAt)
          await queueOf(process).ack(
            claim,
            claim.items,
            Math.random() < 0.2 ? { readyAt: at(0), priority: 0 } : undefined,
          )
        }
      }
    })
    await Promise.all(asking)
    await expect.poll(async () => (await queueOf(0).stats()).waiting).toBe(0)
    over.abort()
    await Promise.all(working)
    for (const linkId of linkIds) await queueOf(0).cancel({ linkId })
    const lost = [...asked].filter(([key, askedAt]) => (done.get(key) ?? 0) < askedAt)
    expect(lost).toEqual([])
    expect((await queueOf(0).stats()).claimed).toBe(0)
    await new Promise((resolve) => setTimeout(resolve, 1200))
    const { rows } = await sql<{ readonly deadlocks: string }>`
      select deadlocks from pg_stat_database where datname = current_database()`.execute(of(0))
    expect(rows).toEqual([{ deadlocks: '0' }])
  })

  test('a claim that ran out is taken over by one of many, and the former holder changes nothing', async () => {
    const linkId = fresh('link')
    await queueOf(0).request([{ linkId, record: null, priority: 100 }])
    const lost = await claimOne(0, 0)
    const takers = await Promise.all(Array.from({ length: 8 }, (_, worker) => claimOne(worker, 100)))
    const [taken, ...others] = takers.filter((claim) => claim !== null)
    expect([taken?.linkId, others]).toEqual([linkId, []])
    if (!lost || !taken) throw new Error('Nothing was claimed.')
    const former = [
      queueOf(1).heartbeat(lost, at(500)),
      queueOf(2).ack(lost, lost.items),
      queueOf(3).fail(lost, at(900)),
    ]
    expect((await Promise.all(former))[0]).toBe(false)
    expect(await queueOf(0).isHeld(taken)).toBe(true)
    await queueOf(0).ack(taken, taken.items)
  })

  async function claimOne(process: number, seconds = 0): Promise<WorkClaim | null> {
    return queueOf(process).claim(`worker-${process}`, { now: at(seconds), until: at(seconds + 10), limit: 5 })
  }
})

describe('leases and commits', () => {
  test('[S17] of many processes one gets a lease, and only the last one writes', async () => {
    const link = newLink()
    await postgresSyncStore(of(0)).createLink(link)
    const leases: Lease[] = []
    for (let round = 0; round < 5; round += 1) {
      const now = at(round * 100)
      const asked = Array.from({ length: 12 }, (_, process) =>
        postgresSyncStore(of(process)).acquireLease(link.id, `${round}-${process}`, now, at(round * 100 + 10)),
      )
      const taken = (await Promise.all(asked)).filter((lease) => lease !== null)
      expect(taken).toHaveLength(1)
      leases.push(...taken)
      const writes = leases.map((lease, process) =>
        failureOf(postgresSyncStore(of(process)).commit(lease, [{ type: 'updateLink', set: { cursor: lease.owner } }])),
      )
      const outcomes = await Promise.all(writes)
      expect(outcomes.filter((outcome) => outcome === null)).toHaveLength(1)
      expect((await postgresSyncStore(of(1)).link(link.id))?.cursor).toBe(leases.at(-1)?.owner)
    }
  })

  test('what persons ask for and what passes write at the same time is all there', async () => {
    const link = newLink()
    const store = postgresSyncStore(of(0))
    await store.createLink(link)
    const lease = await store.acquireLease(link.id, 'worker', at(0), at(10))
    if (!lease) throw new Error('There is no lease.')
    const record = newRecord(link.user.tenantId)
    const mark = (fileId: string) => ({ type: 'markDirty', key: { type: 'file', record, fileId } }) as const
    const marks = Array.from({ length: 30 }, (_, number) => `${number}`)
    await Promise.all(
      marks.flatMap((number, process) => [
        postgresSyncStore(of(process)).commitUserRequest(link.id, [mark(`user-${number}`), mark('both')]),
        postgresSyncStore(of(process + 1)).commit(lease, [mark('both'), mark(`pass-${number}`)]),
      ]),
    )
    expect(await store.dirty(link.id, { records: [record], limit: 100 })).toHaveLength(61)
  })
})

test('the last record of a run ends it, whoever ends it, and each record counts once', async () => {
  const link = newLink()
  const records = Array.from({ length: 60 }, () => newRecord(link.user.tenantId))
  const noEnds = { synced: 0, emptyFolder: 0, oneWay: 0, nothingToDo: 0, skipped: 0, failed: 0, cancelled: 0 }
  const id = fresh('run')
  await postgresBulkStore(of(0)).create(
    {
      id,
      user: link.user,
      linkId: link.id,
      module: 'companies',
      state: 'running',
      total: records.length,
      ends: noEnds,
      startedAt: at(0),
      endedAt: null,
      retryOf: null,
    },
    records,
  )
  const ends = records.map((record, process) => {
    const end = process % 2 === 0 ? ('synced' as const) : ('failed' as const)
    return Promise.all([
      postgresBulkStore(of(process)).end(id, [{ record, end, code: null }], at(1)),
      postgresBulkStore(of(process + 1)).end(id, [{ record, end: 'skipped', code: null }], at(1)),
    ])
  })
  await Promise.all(ends)
  const run = await postgresBulkStore(of(0)).get(id)
  expect(run?.state).toBe('done')
  expect(Object.values(run?.ends ?? {}).reduce((sum, count) => sum + count, 0)).toBe(60)
})

test('[C75] the same upload at two processes at once is one file', async () => {
  const record = newRecord()
  const text = await contents('an offer')
  const file = { folder: [], name: 'offer.txt', actor: sofie, idempotencyKey: fresh('key') }
  const blobs = fileStoreOn(of(0)).blobs
  const uploads = Array.from({ length: 8 }, (_, process) =>
    fileStoreOn(of(process), { blobs }).files.create(record, file, text),
  )
  const made = await Promise.all(uploads)
  expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  const page = await fileStoreOn(of(1), { blobs }).files.list(record, { after: null, limit: 10 })
  expect(page.files).toHaveLength(1)
})

test('files that are written to one record from many processes all have a name and a place in the feed', async () => {
  const record = newRecord()
  const blobs = fileStoreOn(of(0)).blobs
  const made = await Promise.all(
    Array.from({ length: 30 }, async (_, process) => {
      const file = { folder: ['Offers'], name: 'offer.txt', actor: sofie, idempotencyKey: fresh('key') }
      return fileStoreOn(of(process), { blobs }).files.create(record, file, await contents(`${process}`))
    }),
  )
  expect(new Set(made.map(({ name }) => name)).size).toBe(30)
  const { changes } = await fileStoreOn(of(2), { blobs }).files.changes(record.tenantId, '0')
  expect(changes.map(({ fileId }) => fileId).toSorted()).toEqual(made.map(({ id }) => id).toSorted())
})

test('a transaction that the database undoes because of another one runs again', async () => {
  await sql`create table clash (id integer primary key, times integer not null)`.execute(of(0))
  await sql`insert into clash values (1, 0), (2, 0)`.execute(of(0))
  const both = (first: number, second: number, process: number) =>
    inTransaction(of(process), async (transaction) => {
      await sql`update clash set times = times + 1 where id = ${first}`.execute(transaction)
      await new Promise((resolve) => setTimeout(resolve, 50))
      await sql`update clash set times = times + 1 where id = ${second}`.execute(transaction)
    })
  await Promise.all([both(1, 2, 0), both(2, 1, 1)])
  const { rows } = await sql<{ readonly times: number }>`select times from clash`.execute(of(0))
  expect(rows.map(({ times }) => times)).toEqual([2, 2])
})
