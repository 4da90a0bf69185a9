import { type Kysely, type Selectable, sql } from 'kysely'

import { dateOf, instantFrom } from '../instants.ts'
import type { LinkAttempt, LinkStore } from '../../ports/link-store.ts'
import type { LinkAttemptTable, LinkCheckTable } from '../schema/links.ts'
import type { Schema } from '../schema/schema.ts'
import { withSyncErrors } from '../sync-errors.ts'

/** What linking needs to remember, in PostgreSQL or PGlite. */
export function postgresLinkStore(db: Kysely<Schema>): LinkStore {
  return withSyncErrors<LinkStore>({
    async putAttempt(attempt) {
      const { user, expiresAt } = attempt
      const { stateHash: state_hash, sessionHash: session_hash, codeVerifier: code_verifier, mode, returnTo } = attempt
      await db
        .insertInto('link_attempt')
        .values({
          state_hash,
          tenant_id: user.tenantId,
          user_id: user.userId,
          session_hash,
          code_verifier,
          mode,
          return_to: returnTo,
          expires_at: dateOf(expiresAt),
        })
        .execute()
      await db
        .deleteFrom('link_attempt')
        .where('expires_at', '<', dayBefore(dateOf(expiresAt)))
        .execute()
    },
    async takeAttempt(stateHash) {
      const row = await db
        .deleteFrom('link_attempt')
        .where('state_hash', '=', stateHash)
        .returningAll()
        .executeTakeFirst()
      return row === undefined ? null : attemptOf(row)
    },
    async peekAttempt(stateHash) {
      const find = db.selectFrom('link_attempt').selectAll().where('state_hash', '=', stateHash)
      const row = await find.executeTakeFirst()
      return row === undefined ? null : attemptOf(row)
    },

    async putGrant(linkId, sealedRefreshToken) {
      await db
        .insertInto('link_grant')
        .values({ link_id: linkId, sealed_refresh_token: sealedRefreshToken })
        .onConflict((conflict) => conflict.column('link_id').doUpdateSet({ sealed_refresh_token: sealedRefreshToken }))
        .execute()
    },
    async getGrant(linkId) {
      const find = db.selectFrom('link_grant').select('sealed_refresh_token').where('link_id', '=', linkId)
      return (await find.executeTakeFirst())?.sealed_refresh_token ?? null
    },
    async deleteGrant(linkId) {
      await db.deleteFrom('link_grant').where('link_id', '=', linkId).execute()
    },
    async grants({ after, limit }) {
      // Ordered by bytes, so that the page and its end mean the same whatever the collation of the database.
      const id = sql<string>`link_id collate "C"`
      let query = db.selectFrom('link_grant').selectAll().orderBy(id).limit(limit)
      if (after !== null) query = query.where(id, '>', after)
      const rows = await query.execute()
      return rows.map((row) => ({ linkId: row.link_id, sealedRefreshToken: row.sealed_refresh_token }))
    },
    async replaceGrant({ linkId, sealedRefreshToken }, next) {
      const { numUpdatedRows } = await db
        .updateTable('link_grant')
        .set({ sealed_refresh_token: next })
        .where('link_id', '=', linkId)
        .where('sealed_refresh_token', '=', sealedRefreshToken)
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },

    async setRefusal({ tenantId, userId }, refusal) {
      const user = { tenant_id: tenantId, user_id: userId }
      if (refusal === null) {
        await db
          .deleteFrom('link_refusal')
          .where((eb) => eb.and(user))
          .execute()
        return
      }
      const columns = { code: refusal.code, reported: refusal.reported }
      await db
        .insertInto('link_refusal')
        .values({ ...user, ...columns })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'user_id']).doUpdateSet(columns))
        .execute()
    },
    async getRefusal({ tenantId, userId }) {
      const find = db
        .selectFrom('link_refusal')
        .select(['code', 'reported'])
        .where((eb) => eb.and({ tenant_id: tenantId, user_id: userId }))
      return (await find.executeTakeFirst()) ?? null
    },

    async noteChecked(linkId, at, lookAt) {
      const columns = { checked_at: dateOf(at), look_at: dateOf(lookAt) }
      await db
        .insertInto('link_check')
        .values({ link_id: linkId, ...columns })
        .onConflict((conflict) =>
          conflict
            .column('link_id')
            .doUpdateSet(columns)
            .where(sql<boolean>`coalesce(link_check.checked_at < excluded.checked_at, true)`),
        )
        .execute()
    },
    async checkedAt(linkId) {
      const find = db.selectFrom('link_check').select('checked_at').where('link_id', '=', linkId)
      return instantFrom((await find.executeTakeFirst())?.checked_at ?? null)
    },
    async dueLooks(now, limit) {
      const due = db.selectFrom('link_check').select('link_id').where('look_at', '<=', dateOf(now))
      return (await due.orderBy('look_at').limit(limit).execute()).map((row) => row.link_id)
    },
    setLook: (linkId, lookAt) => setCheck(db, linkId, { look_at: dateOf(lookAt) }),
    setTrouble: (linkId, code) => setCheck(db, linkId, { trouble: code }),
    async troubleOf(linkId) {
      const find = db.selectFrom('link_check').select('trouble').where('link_id', '=', linkId)
      return (await find.executeTakeFirst())?.trouble ?? null
    },

    async rememberUpload(scope, idempotencyKey, { fileId, fingerprint }, until) {
      const columns = { file_id: fileId, fingerprint, until: dateOf(until) }
      await db
        .insertInto('remembered_upload')
        .values({ scope, idempotency_key: idempotencyKey, ...columns })
        .onConflict((conflict) => conflict.columns(['scope', 'idempotency_key']).doUpdateSet(columns))
        .execute()
      await db
        .deleteFrom('remembered_upload')
        .where('until', '<', dayBefore(dateOf(until), 7))
        .execute()
    },
    async rememberedUpload(scope, idempotencyKey, now) {
      const find = db
        .selectFrom('remembered_upload')
        .select(['file_id', 'fingerprint'])
        .where((eb) => eb.and({ scope, idempotency_key: idempotencyKey }))
        .where('until', '>', dateOf(now))
      const row = await find.executeTakeFirst()
      return row ? { fileId: row.file_id, fingerprint: row.fingerprint } : null
    },
  })
}

async function setCheck(
  db: Kysely<Schema>,
  linkId: string,
  columns: Partial<Pick<LinkCheckTable, 'look_at' | 'trouble'>>,
): Promise<void> {
  await db
    .insertInto('link_check')
    .values({ link_id: linkId, ...columns })
    .onConflict((conflict) => conflict.column('link_id').doUpdateSet(columns))
    .execute()
}

/** What expired long ago is cleared on the way: a row's own end tells that it is past, without asking for the time. */
function dayBefore(date: Date, days: number = 1): Date {
  return new Date(date.getTime() - days * 86_400_000)
}

function attemptOf(row: Selectable<LinkAttemptTable>): LinkAttempt {
  return {
    stateHash: row.state_hash,
    user: { tenantId: row.tenant_id, userId: row.user_id },
    sessionHash: row.session_hash,
    codeVerifier: row.code_verifier,
    mode: row.mode,
    returnTo: row.return_to,
    expiresAt: instantFrom(row.expires_at),
  }
}
