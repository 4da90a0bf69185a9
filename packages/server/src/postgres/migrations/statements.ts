import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A migration that runs these statements in order, in one transaction with all others. */
export function statements(...texts: readonly string[]): Migration {
  return {
    async up(db) {
      for (const text of texts) await sql.raw(text).execute(db)
    },
  }
}
