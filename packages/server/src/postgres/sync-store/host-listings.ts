import { type Kysely, sql } from 'kysely'

import {
  type HostChange,
  type HostMirrorRow,
  type RecordKey,
  type SyncStore,
  SyncError,
  recordKeyText,
} from '@twinfolder/core'

import { distinctRuns } from '../distinct-runs.ts'
import { dateOf, instantFrom } from '../instants.ts'
import { recordColumns, recordOf } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import { inTransaction } from '../transaction.ts'

type Listings = Pick<SyncStore, 'hostMirror' | 'putHostListing' | 'hostListedAt' | 'dueHostListings' | 'hostFeed'>

/** What complete listings told of a host without a feed, and the feed that follows from them. */
export function hostListings(db: Kysely<Schema>): Listings {
  return {
    async hostMirror(record) {
      const find = db
        .selectFrom('host_listing')
        .select('rows')
        .where((eb) => eb.and(recordColumns(record)))
      return (await find.executeTakeFirst())?.rows ?? []
    },
    putHostListing: (record, { before, at, rows }, changes) =>
      inTransaction(db, async (transaction) => {
        const isNext = await putListing(transaction, record, dateOf(before), { at: dateOf(at), rows })
        if (isNext && changes.length > 0) await appendChanges(transaction, record.tenantId, changes)
        return isNext
      }),
    async hostListedAt(records) {
      if (records.length === 0) return []
      const rows = await db
        .selectFrom('host_listing')
        .select(['tenant_id', 'module', 'record_id', 'at'])
        .where((eb) =>
          eb(
            eb.refTuple('tenant_id', 'module', 'record_id'),
            'in',
            records.map(({ tenantId, module, id }) => eb.tuple(tenantId, module, id)),
          ),
        )
        .execute()
      const byRecord = new Map(rows.map((row) => [recordKeyText(recordOf(row)), instantFrom(row.at)]))
      return records.map((record) => byRecord.get(recordKeyText(record)) ?? null)
    },
    async dueHostListings(linkId, before, limit) {
      const rows = await db
        .selectFrom('enrolment')
        .leftJoin('host_listing', (join) =>
          join
            .onRef('host_listing.tenant_id', '=', 'enrolment.tenant_id')
            .onRef('host_listing.module', '=', 'enrolment.module')
            .onRef('host_listing.record_id', '=', 'enrolment.record_id'),
        )
        .select(['enrolment.tenant_id', 'enrolment.module', 'enrolment.record_id'])
        .where('enrolment.link_id', '=', linkId)
        .where('enrolment.status', '=', 'active')
        .where((eb) => eb.or([eb('host_listing.at', 'is', null), eb('host_listing.at', '<', dateOf(before))]))
        .orderBy(sql`host_listing.at nulls first`)
        .orderBy('enrolment.enrolled_at')
        .orderBy('enrolment.record_id')
        .limit(limit)
        .execute()
      return rows.map(recordOf)
    },
    async hostFeed(tenantId, position, limit) {
      if (position === null) {
        const head = db.selectFrom('listing_feed_head').select('position').where('tenant_id', '=', tenantId)
        return { changes: [], position: String((await head.executeTakeFirst())?.position ?? 0), hasMore: false }
      }
      const rows = await db
        .selectFrom('listing_feed')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('position', '>', positionOf(position))
        .orderBy('position')
        .limit(limit + 1)
        .execute()
      const page = rows.slice(0, limit)
      return {
        changes: page.map((row) => ({ type: row.type, record: recordOf(row), fileId: row.file_id })),
        position: String(page.at(-1)?.position ?? position),
        hasMore: rows.length > limit,
      }
    },
  }
}

/** Puts a listing if the one before it is still the last; whoever comes second finds another instant there. */
async function putListing(
  db: Kysely<Schema>,
  record: RecordKey,
  before: Date | null,
  { at, rows }: { readonly at: Date; readonly rows: readonly HostMirrorRow[] },
): Promise<boolean> {
  const listing = { at, rows: JSON.stringify(rows) }
  if (before === null) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('host_listing')
      .values({ ...recordColumns(record), ...listing })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  }
  const { numUpdatedRows } = await db
    .updateTable('host_listing')
    .set(listing)
    .where((eb) => eb.and({ ...recordColumns(record), at: before }))
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Takes the tenant's turn with the head's row, so that positions become visible in their order. */
async function appendChanges(db: Kysely<Schema>, tenantId: string, changes: readonly HostChange[]): Promise<void> {
  const { position } = await db
    .insertInto('listing_feed_head')
    .values({ tenant_id: tenantId, position: changes.length })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet((eb) => ({
        position: eb('listing_feed_head.position', '+', changes.length),
      })),
    )
    .returning('position')
    .executeTakeFirstOrThrow()
  const first = Number(position) - changes.length + 1
  const rows = changes.map(({ type, record, fileId }, index) => ({
    ...recordColumns(record),
    tenant_id: tenantId,
    position: first + index,
    type,
    file_id: fileId,
  }))
  for (const run of distinctRuns(rows, (row) => String(row.position))) {
    await db.insertInto('listing_feed').values(run).execute()
  }
}

function positionOf(text: string): number {
  const position = Number(text)
  if (Number.isSafeInteger(position) && position >= 0) return position
  throw new SyncError('unexpected', `"${text}" is no position in the feed of listings.`)
}
