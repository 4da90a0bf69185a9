import { memorySyncStore } from '@twinfolder/core/memory'

import { localJobSchedule } from '../jobs/local-job-schedule.ts'
import type { ServerStores } from '../ports/server-stores.ts'
import { memoryAuditStore } from './memory-audit-store.ts'
import { memoryBulkStore } from './memory-bulk-store.ts'
import { memoryKeyStore } from './memory-key-store.ts'
import { memoryLinkStore } from './memory-link-store.ts'
import { memoryRequestStore } from './memory-request-store.ts'
import { memoryPubSub } from './memory-pub-sub.ts'
import { memoryUploadStore } from './memory-upload-store.ts'
import { memoryWorkQueue } from './memory-work-queue.ts'

/** Everything that a server remembers, in memory: for pages, demos and tests. */
export function memoryStores(): ServerStores {
  const pubSub = memoryPubSub()
  return {
    sync: memorySyncStore(),
    links: memoryLinkStore(),
    audit: memoryAuditStore(),
    keys: memoryKeyStore(),
    bulk: memoryBulkStore(),
    work: memoryWorkQueue(pubSub),
    uploads: memoryUploadStore(),
    requests: memoryRequestStore(),
    pubSub,
    jobs: localJobSchedule(),
  }
}
