import { type Kysely, type Selectable, sql } from 'kysely'

import { type ClaimKey, workPriority } from '../../ports/work-queue.ts'
import type { Schema } from '../schema/schema.ts'
import type { SyncWorkTable } from '../schema/work.ts'

/**
 * Locks the rows of links, and adds those that are missing, in one order everywhere: whoever changes the work of links does this
 * first.
 */
export async function holdClaims(db: Kysely<Schema>, linkIds: readonly string[]): Promise<void> {
  const ordered = [...new Set(linkIds)].sort()
  if (ordered.length === 0) return
  // A row that is there is locked by the update that it does not need.
  await sql`insert into sync_claim (link_id, claims) select link_id, 0 from unnest(${ordered}::text[]) as link_id
    on conflict (link_id) do update set claims = sync_claim.claims where false`.execute(db)
}

/** Notes on the locked rows when the first of what waits is ready. */
export async function noteReadiness(db: Kysely<Schema>, linkIds: readonly string[]): Promise<void> {
  const unique = [...new Set(linkIds)]
  if (unique.length === 0) return
  await sql`update sync_claim set ready_at = next.ready_at
    from (
      select link_id, (select min(ready_at) from sync_work where sync_work.link_id = given.link_id) as ready_at
      from unnest(${unique}::text[]) as given (link_id)
    ) as next
    where sync_claim.link_id = next.link_id and sync_claim.ready_at is distinct from next.ready_at`.execute(db)
}

/**
 * Locks the link to work for: one probe of the index for each link that something waits for and nobody works for. What a link's first
 * row has waited counts from when the link was last served, so that many rows of one link do not go before a few of another.
 */
export async function mostUrgentLink(db: Kysely<Schema>, now: Date): Promise<string | null> {
  const { rows } = await sql<{ readonly link_id: string }>`
    select sync_claim.link_id from sync_claim
    cross join lateral (
      select priority, since from sync_work
      where sync_work.link_id = sync_claim.link_id and sync_work.ready_at <= ${now}
      order by (priority >= ${sql.lit(workPriority.person)}) desc, wanted_at, generation limit 1
    ) as next
    where sync_claim.ready_at <= ${now} and (sync_claim.owner is null or sync_claim.until <= ${now})
    order by next.priority >= ${sql.lit(workPriority.person)} desc,
      greatest(next.since, sync_claim.claimed_at) - next.priority * interval '1 minute'
    limit 1 for update of sync_claim skip locked`.execute(db)
  return rows[0]?.link_id ?? null
}

/** The claims in force that took some of these rows. */
export async function claimsOf(
  db: Kysely<Schema>,
  rows: readonly Pick<Selectable<SyncWorkTable>, 'link_id' | 'claimed_by'>[],
): Promise<readonly ClaimKey[]> {
  const owners = [...new Set(rows.flatMap(({ claimed_by }) => claimed_by ?? []))]
  if (owners.length === 0) return []
  const held = await db.selectFrom('sync_claim').select(['link_id', 'owner']).where('owner', 'in', owners).execute()
  return held.flatMap(({ link_id, owner }) => (owner === null ? [] : { linkId: link_id, owner }))
}

/** Gives a claim back; `false` when it is no longer in force. */
export async function release(db: Kysely<Schema>, claim: ClaimKey): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('sync_claim')
    .set({ owner: null, until: null })
    .where((eb) => eb.and(heldBy(claim)))
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** The condition that a claim is in force. */
export function heldBy(claim: ClaimKey) {
  return { link_id: claim.linkId, owner: claim.owner }
}
