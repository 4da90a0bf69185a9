import type { Kysely, Transaction } from 'kysely'

import type { Schema } from './schema/schema.ts'

/** SQLSTATE of a transaction that was undone because of another one: serialization failure, deadlock. */
const clashes = new Set(['40001', '40P01'])
const MAX_ATTEMPTS = 5
const FIRST_WAIT_MS = 10

/**
 * Runs statements in one transaction; all transactions of the server come through here. One that the database undid because
 * of another one runs again, a few times, so `work` must have no effect outside the database.
 */
export async function inTransaction<Result>(
  db: Kysely<Schema>,
  work: (transaction: Transaction<Schema>) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isClash(error)) throw error
      await pause(FIRST_WAIT_MS * 2 ** attempt * (0.5 + Math.random()))
    }
  }
}

function isClash(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && clashes.has(error.code)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
