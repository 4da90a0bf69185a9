import { type Kysely, sql } from 'kysely'

import type { RequestStore } from '../../ports/request-store.ts'
import { dateOf } from '../instants.ts'
import type { Schema } from '../schema/schema.ts'
import { withSyncErrors } from '../sync-errors.ts'

/** A bucket that nobody used for an hour is full again, whatever its rate. */
const FORGOTTEN_AFTER_MS = 3_600_000
/** One in so many calls clears what is past. */
const CLEARED_EVERY = 100

/** What is kept of requests, in PostgreSQL or PGlite. */
export function postgresRequestStore(db: Kysely<Schema>): RequestStore {
  let calls = 0
  const clear = async (now: Date): Promise<void> => {
    calls += 1
    if (calls % CLEARED_EVERY !== 0) return
    await db.deleteFrom('idempotent_request').where('expires_at', '<=', now).execute()
    const forgotten = new Date(now.getTime() - FORGOTTEN_AFTER_MS)
    await db.deleteFrom('rate_bucket').where('at', '<', forgotten).execute()
  }
  return withSyncErrors<RequestStore>({
    async claim(key, fingerprint, times) {
      const [now, stale_at, expires_at] = [dateOf(times.now), dateOf(times.staleAt), dateOf(times.expiresAt)]
      await clear(now)
      const claimed = await db
        .insertInto('idempotent_request')
        .values({ key, fingerprint, answer: null, stale_at, expires_at })
        .onConflict((conflict) =>
          conflict
            .column('key')
            .doUpdateSet({ fingerprint, answer: null, stale_at, expires_at })
            .where((eb) =>
              eb.or([
                eb('idempotent_request.expires_at', '<=', now),
                eb.and([eb('idempotent_request.answer', 'is', null), eb('idempotent_request.stale_at', '<=', now)]),
              ]),
            ),
        )
        .returning('key')
        .executeTakeFirst()
      if (claimed) return { state: 'claimed' }
      const row = await db
        .selectFrom('idempotent_request')
        .select(['fingerprint', 'answer'])
        .where('key', '=', key)
        .executeTakeFirst()
      // It was given up in between: the next attempt gets it.
      if (!row) return { state: 'running', fingerprint }
      if (row.answer === null) return { state: 'running', fingerprint: row.fingerprint }
      return { state: 'answered', fingerprint: row.fingerprint, answer: row.answer }
    },
    async answer(key, answer) {
      await db
        .updateTable('idempotent_request')
        .set({ answer: JSON.stringify(answer) })
        .where('key', '=', key)
        .execute()
    },
    async release(key) {
      await db.deleteFrom('idempotent_request').where('key', '=', key).where('answer', 'is', null).execute()
    },
    async take(bucket, { burst, perSecond }, now) {
      const at = dateOf(now)
      await clear(at)
      const filled = sql<number>`least(${burst}::double precision,
        rate_bucket.tokens + greatest(0, extract(epoch from (excluded.at - rate_bucket.at))) * ${perSecond})`
      const { is_taken } = await db
        .insertInto('rate_bucket')
        .values({ bucket, tokens: burst - 1, is_taken: true, at })
        .onConflict((conflict) =>
          conflict.column('bucket').doUpdateSet({
            tokens: sql<number>`case when ${filled} >= 1 then ${filled} - 1 else ${filled} end`,
            is_taken: sql<boolean>`${filled} >= 1`,
            at: sql<Date>`greatest(excluded.at, rate_bucket.at)`,
          }),
        )
        .returning('is_taken')
        .executeTakeFirstOrThrow()
      return is_taken
    },
  })
}
