import { type Kysely, sql } from 'kysely'

import { migrations } from './migrations/migrations.ts'
import type { Schema } from './schema/schema.ts'

/**
 * The migrations that a database does not have yet. Those of a newer version are no fault: it only adds what this version does not
 * look at.
 */
export async function missingMigrations(db: Kysely<Schema>): Promise<readonly string[]> {
  const { rows: tables } = await sql<{ readonly found: string | null }>`
    select to_regclass('kysely_migration')::text as found`.execute(db)
  if (!tables[0]?.found) return Object.keys(migrations)
  const { rows } = await sql<{ readonly name: string }>`select name from kysely_migration`.execute(db)
  const done = new Set(rows.map(({ name }) => name))
  return Object.keys(migrations).filter((name) => !done.has(name))
}
