import type { Migration } from 'kysely/migration'

import { statements } from './statements.ts'

/** A full listing that was broken off goes on where it was. */
export const listingCursor: Migration = statements(`alter table link add column listing_cursor text`)
