import { type Kysely, sql } from 'kysely'

import type { Schema } from './schema/schema.ts'

/** Tables that a pass or a run fills with very many rows at once. */
export type GrowingTable = 'mirror' | 'baseline' | 'dirty' | 'sync_work' | 'bulk_record'

/** Sees to it that the database knows how large a table is that just grew. */
export interface GrowingTables {
  /** Tells of rows that were committed. Never fails. */
  grew(table: GrowingTable, rows: number): Promise<void>
}

const FIRST_COUNT_AFTER = 1000

/**
 * Has the rows of a table counted after the first thousand that this process wrote, and each time that it wrote as many again. By
 * itself the database counts a minute later at the earliest: until then it takes the table to be empty and any index to do, and a
 * large account that is listed for the first time would take a thousand times as long.
 */
export function growingTables(db: Kysely<Schema>): GrowingTables {
  const written = new Map<GrowingTable, { rows: number; countAt: number }>()
  return {
    async grew(table, rows) {
      const known = written.get(table) ?? { rows: 0, countAt: FIRST_COUNT_AFTER }
      written.set(table, known)
      known.rows += rows
      if (known.rows < known.countAt) return
      known.countAt = known.rows * 2
      await sql`select count_rows(${table})`.execute(db).catch(() => undefined)
    },
  }
}
