import { type Kysely, type Selectable, sql } from 'kysely'

import type { RecordKey } from '@twinfolder/core'

import {
  type WorkAgain,
  type WorkClaim,
  type WorkItem,
  type WorkRequest,
  workPriority,
} from '../../ports/work-queue.ts'
import { dateOf } from '../instants.ts'
import { recordColumns, recordOf } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import type { SyncWorkTable } from '../schema/work.ts'
import { holdClaims, noteReadiness } from './claim-rows.ts'

/** Work without a date is ready at once, whatever the clock says. */
const atOnce = new Date(0)

/** The same request twice is one row of a newer generation. A row that others want too belongs to no bulk run alone. */
export async function putRequests(db: Kysely<Schema>, requests: readonly WorkRequest[]): Promise<void> {
  if (requests.length === 0) return
  await holdClaims(
    db,
    requests.map(({ linkId }) => linkId),
  )
  const rows = requests.map(({ linkId, record, priority, readyAt, since, bulkId }) => ({
    link_id: linkId,
    ...workKey(record),
    priority,
    ready_at: readyAt === undefined ? atOnce : dateOf(readyAt),
    since: since === undefined ? null : dateOf(since),
    bulk_id: bulkId ?? null,
  }))
  // One parameter for all rows: twice as fast as one for each value.
  await db
    .insertInto('sync_work')
    .columns(['link_id', 'tenant_id', 'module', 'record_id', 'priority', 'ready_at', 'since', 'attempts', 'bulk_id'])
    .expression(
      sql`select link_id, tenant_id, module, record_id, priority, ready_at, coalesce(since, now()), 0, bulk_id
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (link_id text, tenant_id text, module text,
          record_id text, priority integer, ready_at timestamptz, since timestamptz, bulk_id text)`,
    )
    .onConflict((conflict) =>
      conflict.columns(['link_id', 'tenant_id', 'module', 'record_id']).doUpdateSet({
        generation: sql<number>`default`,
        priority: sql<number>`greatest(sync_work.priority, excluded.priority)`,
        ready_at: sql<Date>`case when sync_work.attempts > 0 and excluded.priority < ${workPriority.person}
          then sync_work.ready_at else least(sync_work.ready_at, excluded.ready_at) end`,
        since: sql<Date>`least(sync_work.since, excluded.since)`,
        bulk_id: sql<string | null>`case when sync_work.bulk_id = excluded.bulk_id then sync_work.bulk_id end`,
      }),
    )
    .execute()
  await noteReadiness(
    db,
    requests.map(({ linkId }) => linkId),
  )
}

/** Takes the most urgent rows of a link for a claim. */
export async function takeItems(
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
    .orderBy(sql`priority >= ${sql.lit(workPriority.person)}`, 'desc')
    .orderBy('wanted_at')
    .orderBy('generation')
    .limit(limit)
    .execute()
  const items = rows.map(itemOf)
  if (items.length > 0) await ofItems(db, linkId, items).set({ claimed_by: claim }).execute()
  return items
}

/** Drops what was done, as far as nobody asked for it again meanwhile. */
export async function endItems(db: Kysely<Schema>, claim: WorkClaim, done: readonly WorkItem[]): Promise<void> {
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
export async function lookAgain(db: Kysely<Schema>, linkId: string, { readyAt, priority }: WorkAgain): Promise<void> {
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

/** An update of the rows of some items. */
export function ofItems(db: Kysely<Schema>, linkId: string, items: readonly WorkItem[]) {
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

/** Whatever the feeds bring is a row of no tenant and no module. */
export function workKey(record: RecordKey | null): Pick<SyncWorkTable, 'tenant_id' | 'module' | 'record_id'> {
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
