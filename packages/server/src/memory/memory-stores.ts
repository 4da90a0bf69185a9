import { memorySyncStore } from '@twinfolder/core/memory'

import type { ServerStores } from '../ports/server-stores.ts'
import { memoryBulkStore } from './memory-bulk-store.ts'
import { memoryLinkStore } from './memory-link-store.ts'
import { memoryRequestStore } from './memory-request-store.ts'
import { memoryUploadStore } from './memory-upload-store.ts'
import { memoryWorkQueue } from './memory-work-queue.ts'

/** Everything that a server remembers, in memory: for pages, demos and tests. */
export function memoryStores(): ServerStores {
  return {
    sync: memorySyncStore(),
    links: memoryLinkStore(),
    bulk: memoryBulkStore(),
    work: memoryWorkQueue(),
    uploads: memoryUploadStore(),
    requests: memoryRequestStore(),
  }
}
