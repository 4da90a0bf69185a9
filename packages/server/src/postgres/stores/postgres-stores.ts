import type { Kysely } from 'kysely'

import { memoryPubSub } from '../../memory/memory-pub-sub.ts'
import type { PubSub } from '../../ports/pub-sub.ts'
import type { ServerStores } from '../../ports/server-stores.ts'
import type { Schema } from '../schema/schema.ts'
import { postgresSyncStore } from '../sync-store/postgres-sync-store.ts'
import { postgresAuditStore } from './postgres-audit-store.ts'
import { postgresBulkStore } from './postgres-bulk-store.ts'
import { postgresKeyStore } from './postgres-key-store.ts'
import { postgresLinkStore } from './postgres-link-store.ts'
import { postgresUploadStore } from './postgres-upload-store.ts'
import { postgresWorkQueue } from './postgres-work-queue.ts'

/**
 * Everything that a server remembers, apart from the host's files, in one migrated database.
 *
 * @param pubSub how processes hear of each other; without it this is the only one
 */
export function postgresStores(db: Kysely<Schema>, pubSub: PubSub = memoryPubSub()): ServerStores {
  return {
    sync: postgresSyncStore(db),
    links: postgresLinkStore(db),
    audit: postgresAuditStore(db),
    keys: postgresKeyStore(db),
    bulk: postgresBulkStore(db),
    work: postgresWorkQueue(db, pubSub),
    uploads: postgresUploadStore(db),
    pubSub,
  }
}
