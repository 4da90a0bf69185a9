import {
  auditStoreContract,
  blobStoreContract,
  bulkStoreContract,
  keyStoreContract,
  linkStoreContract,
  requestStoreContract,
  pubSubContract,
  uploadStoreContract,
  workQueueContract,
} from '../testing/index.ts'
import { memoryAuditStore } from './memory-audit-store.ts'
import { memoryBlobStore } from './memory-blob-store.ts'
import { memoryBulkStore } from './memory-bulk-store.ts'
import { memoryKeyStore } from './memory-key-store.ts'
import { memoryLinkStore } from './memory-link-store.ts'
import { memoryRequestStore } from './memory-request-store.ts'
import { memoryPubSub } from './memory-pub-sub.ts'
import { memoryUploadStore } from './memory-upload-store.ts'
import { memoryWorkQueue } from './memory-work-queue.ts'

auditStoreContract('memory', memoryAuditStore)
blobStoreContract('memory', memoryBlobStore)
bulkStoreContract('memory', memoryBulkStore)
keyStoreContract('memory', memoryKeyStore)
linkStoreContract('memory', memoryLinkStore)
requestStoreContract('memory', memoryRequestStore)
pubSubContract('memory', async () => {
  const pubSub = memoryPubSub()
  return [pubSub, pubSub]
})
uploadStoreContract('memory', memoryUploadStore)
workQueueContract('memory', memoryWorkQueue)
