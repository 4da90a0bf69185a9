import { type Kysely, sql } from 'kysely'

import type { KeyStore } from '../../ports/key-store.ts'
import { dateOf } from '../instants.ts'
import type { Schema } from '../schema/schema.ts'
import { withSyncErrors } from '../sync-errors.ts'
import { inTransaction } from '../transaction.ts'

/** Which keys the rows are sealed with, in PostgreSQL or PGlite. */
export function postgresKeyStore(db: Kysely<Schema>): KeyStore {
  const noted = async (connection: Kysely<Schema>): Promise<readonly string[]> => {
    const rows = await connection.selectFrom('server_key').select('id').orderBy('noted_at').orderBy('id').execute()
    return rows.map(({ id }) => id)
  }
  return withSyncErrors<KeyStore>({
    async claim({ current, previous }, at) {
      const isKnown = (id: string): boolean => id === current || previous.includes(id)
      const before = await noted(db)
      if (before.includes(current)) return before.every(isKnown)
      return inTransaction(db, async (transaction) => {
        // Of two servers that start at once with different keys one has to find the other's.
        await sql`lock table server_key in exclusive mode`.execute(transaction)
        const ids = await noted(transaction)
        if (ids.includes(current) || !ids.every(isKnown)) return ids.every(isKnown)
        await transaction
          .insertInto('server_key')
          .values({ id: current, noted_at: dateOf(at) })
          .execute()
        return true
      })
    },
    noted: () => noted(db),
    async retireAllBut(current) {
      await db.deleteFrom('server_key').where('id', '<>', current).execute()
    },
  })
}
