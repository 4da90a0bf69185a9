import { asSyncError } from '@twinfolder/core'
import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'

import { unavailable } from './connection/connection-errors.ts'
import { migrations } from './migrations/migrations.ts'
import type { Schema } from './schema/schema.ts'

/**
 * Brings a database to the newest schema: all missing migrations in one transaction, or none.
 *
 * @throws Error when the database is from a newer version of the server, or a migration fails; nothing was changed then
 * @throws SyncError `host_unavailable` when it cannot be reached
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    // Migrations of two branches do not depend on each other; which of them came first does not matter.
    allowUnorderedMigrations: true,
  })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  const { message } = asSyncError(error)
  throw (
    unavailable(error) ??
    new Error(`The database could not be brought to this version of Twinfolder: ${message}`, { cause: error })
  )
}
