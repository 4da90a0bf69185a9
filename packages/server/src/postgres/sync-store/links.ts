import { type Insertable, type Kysely, type Selectable, type Updateable, sql } from 'kysely'

import { type Link, type StoreWrite, type SyncStore, SyncError } from '@twinfolder/core'

import { dateOf, instantFrom } from '../instants.ts'
import type { LinkTable } from '../schema/links.ts'
import type { Schema } from '../schema/schema.ts'

type LinkReads = Pick<
  SyncStore,
  'createLink' | 'link' | 'linkOfUser' | 'revokedLink' | 'linkOfAccount' | 'links' | 'linksOfTenant'
>
type LinkChange = Extract<StoreWrite, { type: 'updateLink' }>['set']

/** Creating and finding links. */
export function links(db: Kysely<Schema>): LinkReads {
  const find = () => db.selectFrom('link').selectAll()
  return {
    async createLink(link) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('link')
        .values(rowOf(link))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirstOrThrow()
      if (numInsertedOrUpdatedRows === 0n) throw new SyncError('unexpected', `There is a link "${link.id}" already.`)
    },
    async link(linkId) {
      return linkOrNull(await find().where('id', '=', linkId).executeTakeFirst())
    },
    async linkOfUser({ tenantId, userId }, provider) {
      const row = await find()
        .where((eb) => eb.and({ tenant_id: tenantId, user_id: userId, provider }))
        .where('status', '<>', 'revoked')
        .executeTakeFirst()
      return linkOrNull(row)
    },
    async revokedLink({ tenantId, userId }, provider, accountId) {
      const row = await find()
        .where((eb) => eb.and({ tenant_id: tenantId, user_id: userId, provider, account_id: accountId }))
        .where('status', '=', 'revoked')
        .orderBy('created_at', 'desc')
        .limit(1)
        .executeTakeFirst()
      return linkOrNull(row)
    },
    async linkOfAccount(provider, accountId) {
      const row = await find()
        .where((eb) => eb.and({ provider, account_id: accountId }))
        .where('status', '<>', 'revoked')
        .executeTakeFirst()
      return linkOrNull(row)
    },
    async linksOfTenant(tenantId, provider, { after, limit }) {
      // "C": ids are compared as bytes, so that pages follow each other alike in every database.
      const order = sql<string>`user_id collate "C"`
      let query = find()
        .where((eb) => eb.and({ tenant_id: tenantId, provider }))
        .where('status', '<>', 'revoked')
      if (after !== null) query = query.where(order, '>', after)
      const rows = await query
        .orderBy(order)
        .limit(limit + 1)
        .execute()
      const page = rows.slice(0, limit).map(linkOf)
      return { rows: page, next: rows.length > limit ? (page.at(-1)?.user.userId ?? null) : null }
    },
    async links(status) {
      const rows = await find().where('status', '=', status).orderBy('created_at').orderBy('id').execute()
      return rows.map(linkOf)
    },
  }
}

/** Changes a link; what is not set stays. */
export async function updateLink(db: Kysely<Schema>, linkId: string, set: LinkChange): Promise<void> {
  const columns: Updateable<LinkTable> = {
    ...(set.status !== undefined && { status: set.status }),
    ...(set.cursor !== undefined && { cursor: set.cursor }),
    ...(set.listingCursor !== undefined && { listing_cursor: set.listingCursor }),
    ...(set.mirrorGeneration !== undefined && { mirror_generation: set.mirrorGeneration }),
    ...(set.feedPosition !== undefined && { feed_position: set.feedPosition }),
    ...(set.blockedUntil !== undefined && { blocked_until: dateOf(set.blockedUntil) }),
    ...(set.hold !== undefined && { hold: set.hold && JSON.stringify(set.hold) }),
    ...(set.lastOkAt !== undefined && { last_ok_at: dateOf(set.lastOkAt) }),
    ...(set.email !== undefined && { email: set.email }),
    ...(set.displayName !== undefined && { display_name: set.displayName }),
  }
  if (Object.keys(columns).length > 0) await db.updateTable('link').set(columns).where('id', '=', linkId).execute()
}

function rowOf(link: Link): Insertable<LinkTable> {
  return {
    id: link.id,
    tenant_id: link.user.tenantId,
    user_id: link.user.userId,
    provider: link.provider,
    account_id: link.accountId,
    email: link.email,
    display_name: link.displayName,
    first_name: link.firstName,
    locale: link.locale,
    status: link.status,
    cursor: link.cursor,
    listing_cursor: link.listingCursor,
    mirror_generation: link.mirrorGeneration,
    feed_position: link.feedPosition,
    blocked_until: dateOf(link.blockedUntil),
    hold: link.hold && JSON.stringify(link.hold),
    last_ok_at: dateOf(link.lastOkAt),
    created_at: dateOf(link.createdAt),
    lease_token: 0,
  }
}

function linkOrNull(row: Selectable<LinkTable> | undefined): Link | null {
  return row === undefined ? null : linkOf(row)
}

function linkOf(row: Selectable<LinkTable>): Link {
  return {
    id: row.id,
    user: { tenantId: row.tenant_id, userId: row.user_id },
    provider: row.provider,
    accountId: row.account_id,
    email: row.email,
    displayName: row.display_name,
    firstName: row.first_name,
    locale: row.locale,
    status: row.status,
    cursor: row.cursor,
    listingCursor: row.listing_cursor,
    mirrorGeneration: row.mirror_generation,
    feedPosition: row.feed_position,
    blockedUntil: instantFrom(row.blocked_until),
    hold: row.hold,
    lastOkAt: instantFrom(row.last_ok_at),
    createdAt: instantFrom(row.created_at),
  }
}
