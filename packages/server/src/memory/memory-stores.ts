import { memorySyncStore } from '@twinfolder/core/memory'

import { localJobSchedule } from '../jobs/local-job-schedule.ts'
import type { ServerStores } from '../ports/server-stores.ts'
import { memoryBulkStore } from './memory-bulk-store.ts'
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
    bulk: memoryBulkStore(),
    work: memoryWorkQueue(pubSub),
    uploads: memoryUploadStore(),
    requests: memoryRequestStore(),
    pubSub,
    jobs: localJobSchedule(),
  }
}
