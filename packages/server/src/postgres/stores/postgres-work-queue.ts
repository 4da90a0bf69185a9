import { type Kysely, type Selectable, sql } from 'kysely'

import type { RecordKey } from '@twinfolder/core'

import type { WorkAgain, WorkClaim, WorkItem, WorkQueue, WorkRequest } from '../../ports/work-queue.ts'
import { distinctRuns } from '../distinct-runs.ts'
import { dateOf } from '../instants.ts'
import { recordColumns, recordOf } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import type { SyncWorkTable } from '../schema/work.ts'
import { withSyncErrors } from '../sync-errors.ts'
import { inTransaction } from '../transaction.ts'

/** Work without a date is ready at once, whatever the clock says. */
const atOnce = new Date(0)

/**
 * The work queue in PostgreSQL or PGlite. `onRequest` hears of requests in this process only: workers of other processes
 * poll.
 */
export function postgresWorkQueue(db: Kysely<Schema>): WorkQueue {
  const listeners = new Set<() => void>()
  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  return withSyncErrors<WorkQueue>({
    async request(requests) {
      await inTransaction(db, (transaction) => putRequests(transaction, requests))
      tell()
    },
    async claim(owner, { now, until, limit }) {
      return inTransaction(db, async (transaction) => {
        const linkId = await mostUrgentLink(transaction, dateOf(now))
        if (linkId === null) return null
        const { claims } = await transaction
          .updateTable('sync_claim')
          .set({ claims: sql<number>`claims + 1`, claimed_at: dateOf(now), until: dateOf(until) })
          .where('link_id', '=', linkId)
          .returning('claims')
          .executeTakeFirstOrThrow()
        const claim = `${owner}#${claims}`
        await transaction.updateTable('sync_claim').set({ owner: claim }).where('link_id', '=', linkId).execute()
        return { linkId, owner: claim, items: await takeItems(transaction, linkId, claim, dateOf(now), limit) }
      })
    },
    async heartbeat(claim, until) {
      const { numUpdatedRows } = await db
        .updateTable('sync_claim')
        .set({ until: dateOf(until) })
        .where((eb) => eb.and(heldBy(claim)))
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },
    async ack(claim, done, again) {
      await inTransaction(db, async (transaction) => {
        if (!(await release(transaction, claim))) return
        if (done.length > 0) await end(transaction, claim, done)
        if (again) await lookAgain(transaction, claim.linkId, again)
      })
      tell()
    },
    async fail(claim, notBefore) {
      await inTransaction(db, async (transaction) => {
        if (!(await release(transaction, claim)) || claim.items.length === 0) return
        await ofItems(transaction, claim.linkId, claim.items)
          .set((eb) => ({
            attempts: eb('attempts', '+', 1),
            ready_at: eb.fn<Date>('greatest', ['ready_at', eb.val(dateOf(notBefore))]),
          }))
          .execute()
      })
    },
    async cancel(target) {
      const query = db.deleteFrom('sync_work')
      if ('linkId' in target) await query.where('link_id', '=', target.linkId).execute()
      else await query.where('bulk_id', '=', target.bulkId).execute()
    },
    async stats() {
      const counts = await db
        .selectFrom('sync_work')
        .leftJoin('sync_claim', (join) =>
          join
            .onRef('sync_claim.link_id', '=', 'sync_work.link_id')
            .onRef('sync_claim.owner', '=', 'sync_work.claimed_by'),
        )
        .select((eb) => [eb.fn.countAll().as('all'), eb.fn.count('sync_claim.owner').as('claimed')])
        .executeTakeFirstOrThrow()
      return { waiting: Number(counts.all) - Number(counts.claimed), claimed: Number(counts.claimed) }
    },
    async isWanted(linkId, record) {
      const find = db
        .selectFrom('sync_work')
        .select('link_id')
        .where((eb) => eb.and({ link_id: linkId, ...workKey(record) }))
      return (await find.executeTakeFirst()) !== undefined
    },
    onRequest(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  })
}

/** The same request twice is one row of a newer generation. A row that others want too belongs to no bulk run alone. */
async function putRequests(db: Kysely<Schema>, requests: readonly WorkRequest[]): Promise<void> {
  const keyOf = ({ linkId, record }: WorkRequest): string => JSON.stringify([linkId, workKey(record)])
  for (const run of distinctRuns(requests, keyOf, 5000)) {
    const rows = run.map(({ linkId, record, priority, readyAt, bulkId }) => ({
      link_id: linkId,
      ...workKey(record),
      priority,
      ready_at: readyAt === undefined ? atOnce : dateOf(readyAt),
      bulk_id: bulkId ?? null,
    }))
    // One parameter for all rows: twice as fast as one for each value.
    await db
      .insertInto('sync_work')
      .columns(['link_id', 'tenant_id', 'module', 'record_id', 'priority', 'ready_at', 'attempts', 'bulk_id'])
      .expression(
        sql`select link_id, tenant_id, module, record_id, priority, ready_at, 0, bulk_id
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (link_id text, tenant_id text, module text,
            record_id text, priority integer, ready_at timestamptz, bulk_id text)`,
      )
      .onConflict((conflict) =>
        conflict.columns(['link_id', 'tenant_id', 'module', 'record_id']).doUpdateSet({
          generation: sql<number>`default`,
          priority: sql<number>`greatest(sync_work.priority, excluded.priority)`,
          ready_at: sql<Date>`least(sync_work.ready_at, excluded.ready_at)`,
          bulk_id: sql<string | null>`case when sync_work.bulk_id = excluded.bulk_id then sync_work.bulk_id end`,
        }),
      )
      .execute()
  }
  const linkIds = [...new Set(requests.map(({ linkId }) => linkId))]
  for (const part of distinctRuns(linkIds, (linkId) => linkId)) {
    await db
      .insertInto('sync_claim')
      .values(part.map((linkId) => ({ link_id: linkId, claims: 0 })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/** Locks the link to work for: one probe of the index for each link that nobody works for. */
async function mostUrgentLink(db: Kysely<Schema>, now: Date): Promise<string | null> {
  const row = await db
    .selectFrom('sync_claim')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('sync_work')
          .select(['priority', 'ready_at'])
          .whereRef('sync_work.link_id', '=', 'sync_claim.link_id')
          .where('ready_at', '<=', now)
          .orderBy('priority', 'desc')
          .orderBy('ready_at')
          .limit(1)
          .as('next'),
      (join) => join.onTrue(),
    )
    .select('sync_claim.link_id')
    .where((eb) => eb.or([eb('sync_claim.owner', 'is', null), eb('sync_claim.until', '<=', now)]))
    .orderBy('next.priority', 'desc')
    .orderBy('sync_claim.claimed_at', (order) => order.asc().nullsFirst())
    .orderBy('next.ready_at')
    .limit(1)
    .forUpdate('sync_claim')
    .skipLocked()
    .executeTakeFirst()
  return row?.link_id ?? null
}

async function takeItems(
  db: Kysely<Schema>,
  linkId: string,
  claim: string,
  now: Date,
  limit: number,
): Promise<readonly WorkItem[]> {
  const rows = await db
    .selectFrom('sync_work')
    .selectAll()
    .where('link_id', '=', linkId)
    .where('ready_at', '<=', now)
    .orderBy('priority', 'desc')
    .orderBy('ready_at')
    .orderBy('generation')
    .limit(limit)
    .execute()
  const items = rows.map(itemOf)
  if (items.length > 0) await ofItems(db, linkId, items).set({ claimed_by: claim }).execute()
  return items
}

/** Drops what was done, as far as nobody asked for it again meanwhile. */
async function end(db: Kysely<Schema>, claim: WorkClaim, done: readonly WorkItem[]): Promise<void> {
  await db
    .deleteFrom('sync_work')
    .where('link_id', '=', claim.linkId)
    .where((eb) =>
      eb(
        eb.refTuple('tenant_id', 'module', 'record_id', 'generation'),
        'in',
        done.map(({ record, generation }) => {
          const { tenant_id, module, record_id } = workKey(record)
          return eb.tuple<string, SyncWorkTable['module'], string, number | bigint | string>(
            tenant_id,
            module,
            record_id,
            generation,
          )
        }),
      ),
    )
    .execute()
  // What is left of them was asked for again meanwhile: that is new work, without earlier attempts.
  await ofItems(db, claim.linkId, done).set({ attempts: 0 }).execute()
}

/** What waits for the link already is looked at by then; it does not become new work by this. */
async function lookAgain(db: Kysely<Schema>, linkId: string, { readyAt, priority }: WorkAgain): Promise<void> {
  await db
    .insertInto('sync_work')
    .values({ link_id: linkId, ...workKey(null), priority, ready_at: dateOf(readyAt), attempts: 0, bulk_id: null })
    .onConflict((conflict) =>
      conflict.columns(['link_id', 'tenant_id', 'module', 'record_id']).doUpdateSet({
        ready_at: sql<Date>`least(sync_work.ready_at, excluded.ready_at)`,
      }),
    )
    .execute()
}

/** Gives a claim back; `false` when it is no longer in force. */
async function release(db: Kysely<Schema>, claim: WorkClaim): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('sync_claim')
    .set({ owner: null, until: null })
    .where((eb) => eb.and(heldBy(claim)))
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

function ofItems(db: Kysely<Schema>, linkId: string, items: readonly WorkItem[]) {
  return db
    .updateTable('sync_work')
    .where('link_id', '=', linkId)
    .where((eb) =>
      eb(
        eb.refTuple('tenant_id', 'module', 'record_id'),
        'in',
        items.map(({ record }) => {
          const { tenant_id, module, record_id } = workKey(record)
          return eb.tuple(tenant_id, module, record_id)
        }),
      ),
    )
}

function heldBy(claim: WorkClaim) {
  return { link_id: claim.linkId, owner: claim.owner }
}

/** Whatever the feeds bring is a row of no tenant and no module. */
function workKey(record: RecordKey | null): Pick<SyncWorkTable, 'tenant_id' | 'module' | 'record_id'> {
  return record === null ? { tenant_id: '', module: '', record_id: '' } : recordColumns(record)
}

function itemOf(row: Selectable<SyncWorkTable>): WorkItem {
  const { tenant_id, module, record_id } = row
  return {
    record: module === '' ? null : recordOf({ tenant_id, module, record_id }),
    generation: Number(row.generation),
    priority: row.priority,
    attempts: row.attempts,
    bulkId: row.bulk_id,
  }
}
