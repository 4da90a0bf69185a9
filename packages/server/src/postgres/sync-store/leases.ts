import { type Kysely, sql } from 'kysely'

import { type Lease, type SyncStore, SyncError } from '@twinfolder/core'

import { dateOf } from '../instants.ts'
import type { Schema } from '../schema/schema.ts'

/** Who may write for a link (S17). The lease is part of the link's row: whoever commits locks it. */
export function leases(db: Kysely<Schema>): Pick<SyncStore, 'acquireLease' | 'renewLease' | 'releaseLease'> {
  return {
    async acquireLease(linkId, owner, now, until) {
      const row = await db
        .updateTable('link')
        .set({ lease_owner: owner, lease_until: dateOf(until), lease_token: sql<number>`lease_token + 1` })
        .where('id', '=', linkId)
        .where((eb) =>
          eb.or([eb('lease_owner', 'is', null), eb('lease_owner', '=', owner), eb('lease_until', '<=', dateOf(now))]),
        )
        .returning('lease_token')
        .executeTakeFirst()
      return row === undefined ? null : { linkId, owner, token: Number(row.lease_token) }
    },
    async renewLease(lease, until) {
      const { numUpdatedRows } = await db
        .updateTable('link')
        .set({ lease_until: dateOf(until) })
        .where((eb) => eb.and(heldBy(lease)))
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },
    async releaseLease(lease) {
      await db
        .updateTable('link')
        .set({ lease_owner: null, lease_until: null })
        .where((eb) => eb.and(heldBy(lease)))
        .execute()
    },
  }
}

/** Locks the link until the end of the transaction. @throws SyncError `lease_lost` when the lease is no longer in force */
export async function holdLease(db: Kysely<Schema>, lease: Lease): Promise<void> {
  const row = await db
    .selectFrom('link')
    .select('id')
    .where((eb) => eb.and(heldBy(lease)))
    .forUpdate()
    .executeTakeFirst()
  if (row !== undefined) return
  throw new SyncError('lease_lost', `The lease of link "${lease.linkId}" went to another owner; nothing was written.`)
}

function heldBy(lease: Lease) {
  return { id: lease.linkId, lease_owner: lease.owner, lease_token: lease.token }
}
