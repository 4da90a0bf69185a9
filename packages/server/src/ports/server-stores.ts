import type { SyncStore } from '@twinfolder/core'

import type { AuditStore } from './audit-store.ts'
import type { BulkStore } from './bulk-store.ts'
import type { JobSchedule } from './job-schedule.ts'
import type { KeyStore } from './key-store.ts'
import type { LinkStore } from './link-store.ts'
import type { RequestStore } from './request-store.ts'
import type { PubSub } from './pub-sub.ts'
import type { UploadStore } from './upload-store.ts'
import type { WorkQueue } from './work-queue.ts'

/**
 * Everything that the server remembers, apart from the host's files, how its processes hear of each other, and what they do
 * once for all.
 */
export interface ServerStores {
  readonly sync: SyncStore
  readonly links: LinkStore
  readonly keys: KeyStore
  readonly audit: AuditStore
  readonly bulk: BulkStore
  readonly work: WorkQueue
  readonly uploads: UploadStore
  readonly requests: RequestStore
  readonly pubSub: PubSub
  readonly jobs: JobSchedule
}
