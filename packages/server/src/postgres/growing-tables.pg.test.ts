import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

import { createFromTemplate } from '../testing/postgres/index.ts'
import { type Database, openDatabase } from './database.ts'
import { growingTables } from './growing-tables.ts'

let url: string
let owner: Database
beforeAll(async () => {
  url = await createFromTemplate(inject('postgresTemplateUrl'))
  owner = await openDatabase({ url })
})
afterAll(() => owner.close())

/** How many rows the database takes a table to have. */
async function rowsKnown(table: string): Promise<number> {
  const { rows } = await sql<{ readonly rows: number }>`
    select reltuples as rows from pg_class where relname = ${table}`.execute(owner.db)
  return Number(rows[0]?.rows)
}

test('[Q5] a table is counted when it has grown much, also for a role that does not own it', async () => {
  await sql`create role servant login`.execute(owner.db)
  const address = new URL(url)
  address.username = 'servant'
  const servant = await openDatabase({ url: address.href, pool: { max: 1 } }, { migrate: false })
  const tables = growingTables(servant.db)
  const insert = (from: number, to: number) =>
    sql`
    insert into sync_work (link_id, tenant_id, module, record_id, priority, ready_at, attempts)
    select 'link', 'tenant', 'companies', n::text, 10, now(), 0
    from generate_series(${from}::integer, ${to}::integer) as n`.execute(owner.db)

  await insert(1, 900)
  await tables.grew('sync_work', 900)
  expect(await rowsKnown('sync_work')).toBeLessThanOrEqual(0)
  await insert(901, 1100)
  await tables.grew('sync_work', 200)
  expect(await rowsKnown('sync_work')).toBe(1100)
  await insert(1101, 2000)
  await tables.grew('sync_work', 900)
  expect(await rowsKnown('sync_work')).toBe(1100)
  await insert(2001, 2200)
  await tables.grew('sync_work', 200)
  expect(await rowsKnown('sync_work')).toBe(2200)
  await expect(sql`select count_rows('sync_claim')`.execute(servant.db)).rejects.toThrow(/by the database alone/)
  expect(await rowsKnown('sync_claim')).toBeLessThanOrEqual(0)
  await servant.close()
})
