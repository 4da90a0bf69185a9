import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

import { createFromTemplate } from '../../testing/postgres/index.ts'
import { pubSubContract } from '../../testing/pub-sub-contract.ts'
import { type Database, openDatabase } from '../database.ts'
import { type PostgresPubSub, postgresPubSub } from './postgres-pub-sub.ts'

let url: string
let database: Database
const open: PostgresPubSub[] = []
beforeAll(async () => {
  url = await createFromTemplate(inject('postgresTemplateUrl'))
  database = await openDatabase({ url })
})
afterAll(async () => {
  for (const pubSub of open) await pubSub.close()
  await database.close()
})

async function connect(): Promise<PostgresPubSub> {
  const pubSub = postgresPubSub(url, database.db)
  open.push(pubSub)
  await pubSub.ready()
  return pubSub
}
const disconnectListeners = () =>
  sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'twinfolder listener' and datname = current_database()`.execute(database.db)

pubSubContract('PostgreSQL', async () => [await connect(), await connect()])

test('a message is heard within 50 ms, by most much sooner', async () => {
  const [one, other] = [await connect(), await connect()]
  const times: number[] = []
  for (let number = 0; number < 20; number += 1) {
    const sentAt = performance.now()
    await new Promise<void>((resolve) => {
      const leave = other.subscribe('work', () => {
        leave()
        resolve()
      })
      one.publish('work', '')
    })
    times.push(performance.now() - sentAt)
  }
  expect(times.toSorted((a, b) => a - b)[10]).toBeLessThan(50)
})

test('[Q9] a listening connection that is lost is replaced, and the gap is told', async () => {
  const [one, other] = [await connect(), await connect()]
  let gaps = 0
  other.onGap(() => {
    gaps += 1
  })
  const heard: string[] = []
  other.subscribe('event', (message) => heard.push(message))
  await disconnectListeners()
  await expect.poll(() => gaps).toBe(1)
  one.publish('event', 'after')
  await expect.poll(() => heard).toContain('after')
})

test('a process that cannot listen at the moment still hears itself', async () => {
  const pubSub = postgresPubSub(url, database.db)
  open.push(pubSub)
  const heard: string[] = []
  pubSub.subscribe('event', (message) => heard.push(message))
  pubSub.publish('event', 'before it listens')
  await expect.poll(() => heard).toEqual(['before it listens'])
})

test('a message that is too long is a gap for everybody', async () => {
  const [one, other] = [await connect(), await connect()]
  let gaps = 0
  other.onGap(() => {
    gaps += 1
  })
  one.publish('event', 'ü'.repeat(4000))
  await expect.poll(() => gaps).toBe(1)
})
