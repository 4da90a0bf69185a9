import type { Kysely } from 'kysely'

import { localJobSchedule } from '../../jobs/local-job-schedule.ts'
import { memoryPubSub } from '../../memory/memory-pub-sub.ts'
import type { JobSchedule } from '../../ports/job-schedule.ts'
import type { PubSub } from '../../ports/pub-sub.ts'
import type { ServerStores } from '../../ports/server-stores.ts'
import type { Schema } from '../schema/schema.ts'
import { postgresSyncStore } from '../sync-store/postgres-sync-store.ts'
import { postgresAuditStore } from './postgres-audit-store.ts'
import { postgresBulkStore } from './postgres-bulk-store.ts'
import { postgresKeyStore } from './postgres-key-store.ts'
import { postgresLinkStore } from './postgres-link-store.ts'
import { postgresRequestStore } from './postgres-request-store.ts'
import { postgresUploadStore } from './postgres-upload-store.ts'
import { postgresWorkQueue } from './postgres-work-queue.ts'

/** What several processes on one database need besides it; without it this is the only process. */
export interface ClusterParts {
  readonly pubSub?: PubSub | undefined
  readonly jobs?: JobSchedule | undefined
}

/**
 * Everything that a server remembers, apart from the host's files, in one migrated database.
 */
export function postgresStores(
  db: Kysely<Schema>,
  { pubSub = memoryPubSub(), jobs = localJobSchedule() }: ClusterParts = {},
): ServerStores {
  return {
    sync: postgresSyncStore(db),
    links: postgresLinkStore(db),
    audit: postgresAuditStore(db),
    keys: postgresKeyStore(db),
    bulk: postgresBulkStore(db),
    work: postgresWorkQueue(db, pubSub),
    uploads: postgresUploadStore(db),
    requests: postgresRequestStore(db),
    pubSub,
    jobs,
  }
}
