import { type Kysely, type Selectable, sql } from 'kysely'

import { type Instant, recordKeyText } from '@twinfolder/core'

import type { BulkEnd, BulkStore, StoredBulkRun } from '../../ports/bulk-store.ts'
import { distinctRuns } from '../distinct-runs.ts'
import { dateOf, instantFrom } from '../instants.ts'
import { byRecord, givenRecords, recordColumns, recordOf } from '../record-columns.ts'
import type { RecordColumns } from '../schema/columns.ts'
import type { Schema } from '../schema/schema.ts'
import type { BulkRunTable } from '../schema/work.ts'
import { withSyncErrors } from '../sync-errors.ts'
import { inTransaction } from '../transaction.ts'

/** Bulk runs in PostgreSQL or PGlite. Counts are kept with the run and change once for each call, never once a record. */
export function postgresBulkStore(db: Kysely<Schema>): BulkStore {
  return withSyncErrors<BulkStore>({
    async create(run, records) {
      await inTransaction(db, async (transaction) => {
        await transaction.insertInto('bulk_run').values(rowOf(run)).execute()
        const rows = records.map((record, position) => ({ position, ...recordColumns(record) }))
        await transaction
          .insertInto('bulk_record')
          .columns(['run_id', 'position', 'tenant_id', 'module', 'record_id'])
          .expression(
            sql`select ${run.id}::text, position, tenant_id, module, record_id
              from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (position integer, tenant_id text,
                module text, record_id text)`,
          )
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      })
    },
    async get(id) {
      const row = await db.selectFrom('bulk_run').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : runOf(row)
    },
    async ofUser({ tenantId, userId }, { module, limit }) {
      let query = db
        .selectFrom('bulk_run')
        .selectAll()
        .where((eb) => eb.and({ tenant_id: tenantId, user_id: userId }))
      if (module !== null) query = query.where('module', '=', module)
      return (await query.orderBy('created', 'desc').limit(limit).execute()).map(runOf)
    },
    async records(id, { end, offset, limit }) {
      let query = db.selectFrom('bulk_record').where('run_id', '=', id)
      if (end !== null) query = query.where('end', '=', end)
      const page = query.select(['module', 'record_id', 'end', 'code']).orderBy('position').offset(offset).limit(limit)
      const rows = await page.execute()
      const { total } = await query.select((eb) => eb.fn.countAll().as('total')).executeTakeFirstOrThrow()
      return {
        rows: rows.map((row) => ({ record: { module: row.module, id: row.record_id }, end: row.end, code: row.code })),
        total: Number(total),
      }
    },
    async waitingFor(linkId, records) {
      if (records.length === 0) return []
      const { rows } = await sql<RecordColumns & { readonly id: string }>`
        select bulk_run.id, given.tenant_id, given.module, given.record_id
        from ${givenRecords(records)} join bulk_record using (tenant_id, module, record_id)
        join bulk_run on bulk_run.id = bulk_record.run_id
        where bulk_record."end" is null and bulk_run.link_id = ${linkId} and bulk_run.state = 'running'`.execute(db)
      return byRecord(records, rows, recordOf).map((found) => found.map(({ id }) => id))
    },
    async end(id, ends, at) {
      await inTransaction(db, async (transaction) => {
        const run = await holdRunning(transaction, id)
        if (run === null) return
        const ended = await endRecords(transaction, id, ends)
        await count(transaction, run, ended, (await waits(transaction, id)) ? null : { state: 'done', at })
      })
    },
    async cancel(id, at) {
      await inTransaction(db, async (transaction) => {
        const run = await holdRunning(transaction, id)
        if (run === null) return
        const { numUpdatedRows } = await transaction
          .updateTable('bulk_record')
          .set({ end: 'cancelled' })
          .where('run_id', '=', id)
          .where('end', 'is', null)
          .executeTakeFirstOrThrow()
        await count(transaction, run, new Map([['cancelled', Number(numUpdatedRows)]]), { state: 'cancelled', at })
      })
    },
    async running(linkId) {
      const rows = await db
        .selectFrom('bulk_run')
        .selectAll()
        .where((eb) => eb.and({ link_id: linkId, state: 'running' }))
        .orderBy('created', 'desc')
        .execute()
      return rows.map(runOf)
    },
  })
}

/** Locks a run until the end of the transaction; `null` when it has ended. */
async function holdRunning(db: Kysely<Schema>, id: string): Promise<StoredBulkRun | null> {
  const row = await db
    .selectFrom('bulk_run')
    .selectAll()
    .where((eb) => eb.and({ id, state: 'running' }))
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? null : runOf(row)
}

/** Ends records that still wait, and tells how many ended how. */
async function endRecords(
  db: Kysely<Schema>,
  id: string,
  ends: Parameters<BulkStore['end']>[1],
): Promise<ReadonlyMap<BulkEnd, number>> {
  const counts = new Map<BulkEnd, number>()
  for (const part of distinctRuns(ends, ({ record }) => recordKeyText(record), 5000)) {
    const column = (valueOf: (one: (typeof part)[number]) => string | null) => sql`${part.map(valueOf)}::text[]`
    const { rows } = await sql<{ readonly end: BulkEnd }>`
      update bulk_record set "end" = given."end", code = given.code
      from unnest(
        ${column(({ record }) => record.tenantId)}, ${column(({ record }) => record.module)},
        ${column(({ record }) => record.id)}, ${column(({ end }) => end)}, ${column(({ code }) => code)}
      ) as given (tenant_id, module, record_id, "end", code)
      where bulk_record.run_id = ${id} and bulk_record.tenant_id = given.tenant_id
        and bulk_record.module = given.module and bulk_record.record_id = given.record_id
        and bulk_record."end" is null
      returning bulk_record."end"`.execute(db)
    for (const { end } of rows) counts.set(end, (counts.get(end) ?? 0) + 1)
  }
  return counts
}

async function waits(db: Kysely<Schema>, id: string): Promise<boolean> {
  const find = db.selectFrom('bulk_record').select('position').where('run_id', '=', id).where('end', 'is', null)
  return (await find.limit(1).executeTakeFirst()) !== undefined
}

async function count(
  db: Kysely<Schema>,
  run: StoredBulkRun,
  ended: ReadonlyMap<BulkEnd, number>,
  finish: { readonly state: StoredBulkRun['state']; readonly at: Instant } | null,
): Promise<void> {
  const ends = { ...run.ends }
  for (const [end, number] of ended) ends[end] += number
  await db
    .updateTable('bulk_run')
    .set({
      ends: JSON.stringify(ends),
      ...(finish !== null && { state: finish.state, ended_at: dateOf(finish.at) }),
    })
    .where('id', '=', run.id)
    .execute()
}

function rowOf(run: StoredBulkRun) {
  return {
    id: run.id,
    tenant_id: run.user.tenantId,
    user_id: run.user.userId,
    link_id: run.linkId,
    module: run.module,
    state: run.state,
    total: run.total,
    ends: JSON.stringify(run.ends),
    started_at: dateOf(run.startedAt),
    ended_at: dateOf(run.endedAt),
    retry_of: run.retryOf,
  }
}

function runOf(row: Selectable<BulkRunTable>): StoredBulkRun {
  return {
    id: row.id,
    user: { tenantId: row.tenant_id, userId: row.user_id },
    linkId: row.link_id,
    module: row.module,
    state: row.state,
    total: row.total,
    ends: row.ends,
    startedAt: instantFrom(row.started_at),
    endedAt: instantFrom(row.ended_at),
    retryOf: row.retry_of,
  }
}
