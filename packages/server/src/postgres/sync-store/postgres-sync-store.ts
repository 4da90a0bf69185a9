import type { Kysely } from 'kysely'

import type { SyncStore } from '@twinfolder/core'

import type { Schema } from '../schema/schema.ts'
import { withSyncErrors } from '../sync-errors.ts'
import { readActivity } from './activity.ts'
import { readBaselines } from './baselines.ts'
import { readConflicts } from './conflicts.ts'
import { commits } from './commit.ts'
import { readCounts } from './counts.ts'
import { readDirty } from './dirty.ts'
import { readEnrolments } from './enrolments.ts'
import { hostListings } from './host-listings.ts'
import { leases } from './leases.ts'
import { links } from './links.ts'
import { readMirror } from './mirror.ts'
import { readProblems } from './problems.ts'
import { readVanished } from './vanished.ts'

/**
 * The engine's state in PostgreSQL or PGlite. A commit is one transaction that holds the link's row and checks the lease's
 * token there, so that an older holder writes nothing (`docs/sync-rules.md` S17); its writes are grouped by table, a few
 * statements for a hundred of them.
 */
export function postgresSyncStore(db: Kysely<Schema>): SyncStore {
  return withSyncErrors({
    ...links(db),
    ...leases(db),
    ...commits(db),
    ...readEnrolments(db),
    ...readMirror(db),
    ...readBaselines(db),
    ...readCounts(db),
    ...readVanished(db),
    ...readDirty(db),
    ...readProblems(db),
    ...readConflicts(db),
    ...readActivity(db),
    ...hostListings(db),
  })
}
