import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/** A bulk run's work is found by its link. What is kept for each row of it is most of what a row costs. */
export const fewerIndexes: Migration = statements(`drop index if exists sync_work_bulk`)
