import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely'

import { type PoolOptions, postgresPool } from './connection/postgres-pool.ts'
import { migrate } from './migrate.ts'
import type { Schema } from './schema/schema.ts'

/** Where a database is: embedded in this process, in a folder or in memory, or a PostgreSQL server. */
export type DatabasePlace =
  | { readonly dataDir: string }
  | { readonly memory: true }
  | {
      /** e.g. `postgres://twinfolder:secret@db.example:5432/twinfolder` */
      readonly url: string
      readonly pool?: PoolOptions | undefined
    }

/** What to do with a database that is behind. */
export interface OpenDatabaseOptions {
  /** @default true: any number of processes may do it at once, one of them does */
  readonly migrate?: boolean | undefined
}

/** An open, migrated database. */
export interface Database {
  readonly db: Kysely<Schema>
  /** Ends what runs, writes everything to disk and closes. */
  close(this: void): Promise<void>
}

/**
 * Opens a database and migrates it.
 *
 * With `url` it is PostgreSQL (14 or newer), for any number of processes; connections that break are replaced.
 *
 * Otherwise it is PGlite, embedded in this process; the first opening of a folder takes about three seconds. It has no
 * autovacuum: run `tidy` now and then, as `startTwinfolderNode` does. It belongs to one process: take the lock of the data folder
 * first (`acquireDataFolder` of `@twinfolder/server/node`). What is committed survives the end of the process, also a kill; it
 * does **not** survive a loss of power, as PGlite does not wait for the disk. Use PostgreSQL where that matters.
 *
 * @throws Error when it cannot be reached or migrated
 */
export async function openDatabase(
  place: DatabasePlace,
  { migrate: isToMigrate = true }: OpenDatabaseOptions = {},
): Promise<Database> {
  const db = new Kysely<Schema>({ dialect: await dialectOf(place) })
  try {
    if (isToMigrate) await migrate(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return { db, close: () => db.destroy() }
}

async function dialectOf(place: DatabasePlace): Promise<PGliteDialect | PostgresDialect> {
  if ('url' in place) return new PostgresDialect({ pool: postgresPool(place.url, place.pool) })
  return new PGliteDialect({ pglite: await PGlite.create('dataDir' in place ? { dataDir: place.dataDir } : {}) })
}
