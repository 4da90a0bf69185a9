import { type Kysely, sql } from 'kysely'

import type { PubSub } from '../../ports/pub-sub.ts'
import { type WorkQueue, type WorkRequest, workPriority } from '../../ports/work-queue.ts'
import { distinctRuns } from '../distinct-runs.ts'
import { dateOf } from '../instants.ts'
import { growingTables } from '../growing-tables.ts'
import type { Schema } from '../schema/schema.ts'
import { withSyncErrors } from '../sync-errors.ts'
import { inTransaction } from '../transaction.ts'
import { claimsOf, heldBy, holdClaims, mostUrgentLink, noteReadiness, release } from './claim-rows.ts'
import { endItems, lookAgain, ofItems, putRequests, takeItems, workKey } from './work-rows.ts'

/** How many rows one transaction takes: other requests for the same link, and its worker, wait that long. */
const ROWS_A_TRANSACTION = 5000

/** More work than this is not counted. */
const COUNTED_ROWS = 100_000

/** Fewer change no plan of the database. */
const MANY_ROWS = 100

/** The work queue in PostgreSQL or PGlite, for any number of processes. */
export function postgresWorkQueue(db: Kysely<Schema>, pubSub: PubSub): WorkQueue {
  const tables = growingTables(db)
  return withSyncErrors<WorkQueue>({
    async request(requests) {
      if (requests.length === 0) return
      const keyOf = ({ linkId, record }: WorkRequest): string => JSON.stringify([linkId, workKey(record)])
      for (const run of distinctRuns(requests, keyOf, ROWS_A_TRANSACTION)) {
        await inTransaction(db, (transaction) => putRequests(transaction, run))
      }
      // Whoever asks need not wait until the rows are counted.
      if (requests.length >= MANY_ROWS) void tables.grew('sync_work', requests.length)
      const urgent = requests.flatMap(({ linkId, priority }) => (priority >= workPriority.person ? linkId : []))
      for (const linkId of urgent.length > 0 ? new Set(urgent) : ['']) pubSub.publish('work', linkId)
    },
    async claim(owner, { now, until, limit }) {
      return inTransaction(db, async (transaction) => {
        const linkId = await mostUrgentLink(transaction, dateOf(now))
        if (linkId === null) return null
        const { claims } = await transaction
          .updateTable('sync_claim')
          .set({ claims: sql<number>`claims + 1`, claimed_at: sql<Date>`clock_timestamp()`, until: dateOf(until) })
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
        if (done.length > 0) await endItems(transaction, claim, done)
        if (again) await lookAgain(transaction, claim.linkId, again)
        await noteReadiness(transaction, [claim.linkId])
      })
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
        await noteReadiness(transaction, [claim.linkId])
      })
    },
    cancel: ({ linkId, bulkId }) =>
      inTransaction(db, async (transaction) => {
        await holdClaims(transaction, [linkId])
        const deleted = await transaction
          .deleteFrom('sync_work')
          .where('link_id', '=', linkId)
          .$if(bulkId !== undefined, (rows) => rows.where('bulk_id', '=', bulkId ?? ''))
          .returning(['link_id', 'claimed_by'])
          .execute()
        const claims = await claimsOf(transaction, deleted)
        await noteReadiness(transaction, [linkId])
        return claims
      }),
    async isHeld(claim) {
      const find = db
        .selectFrom('sync_claim')
        .select('link_id')
        .where((eb) => eb.and(heldBy(claim)))
      return (await find.executeTakeFirst()) !== undefined
    },
    async stats() {
      const counts = await db
        .selectFrom((eb) =>
          eb.selectFrom('sync_work').select(['link_id', 'claimed_by']).limit(COUNTED_ROWS).as('sync_work'),
        )
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
  })
}
