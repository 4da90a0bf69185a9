import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'

import { migrate } from './migrate.ts'
import type { Schema } from './schema/schema.ts'

/** Where an embedded database keeps its rows. */
export type DatabasePlace = { readonly dataDir: string } | { readonly memory: true }

/** An open, migrated database. */
export interface Database {
  readonly db: Kysely<Schema>
  /** Ends what runs, writes everything to disk and closes. */
  close(this: void): Promise<void>
}

/**
 * Opens the embedded database (PGlite) and migrates it. The first opening of a folder takes about three seconds.
 *
 * It has no autovacuum: run `tidy` now and then, as `startTwinfolderNode` does.
 *
 * It belongs to one process: take the lock of the data folder first (`acquireDataFolder` of `@twinfolder/server/node`).
 * What is committed survives the end of the process, also a kill; it does **not** survive a loss of power, as PGlite
 * does not wait for the disk. Use PostgreSQL where that matters.
 */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  const pglite = await PGlite.create('dataDir' in place ? { dataDir: place.dataDir } : {})
  const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) })
  try {
    await migrate(db)
  } catch (error) {
    await pglite.close()
    throw error
  }
  return { db, close: () => db.destroy() }
}
