import {
  blobStoreContract,
  bulkStoreContract,
  linkStoreContract,
  requestStoreContract,
  pubSubContract,
  uploadStoreContract,
  workQueueContract,
} from '../testing/index.ts'
import { memoryBlobStore } from './memory-blob-store.ts'
import { memoryBulkStore } from './memory-bulk-store.ts'
import { memoryLinkStore } from './memory-link-store.ts'
import { memoryRequestStore } from './memory-request-store.ts'
import { memoryPubSub } from './memory-pub-sub.ts'
import { memoryUploadStore } from './memory-upload-store.ts'
import { memoryWorkQueue } from './memory-work-queue.ts'

blobStoreContract('memory', memoryBlobStore)
bulkStoreContract('memory', memoryBulkStore)
linkStoreContract('memory', memoryLinkStore)
requestStoreContract('memory', memoryRequestStore)
pubSubContract('memory', async () => {
  const pubSub = memoryPubSub()
  return [pubSub, pubSub]
})
uploadStoreContract('memory', memoryUploadStore)
workQueueContract('memory', memoryWorkQueue)
