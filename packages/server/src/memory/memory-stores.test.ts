import { blobStoreContract, bulkStoreContract, linkStoreContract, workQueueContract } from '../testing/index.ts'
import { memoryBlobStore } from './memory-blob-store.ts'
import { memoryBulkStore } from './memory-bulk-store.ts'
import { memoryLinkStore } from './memory-link-store.ts'
import { memoryWorkQueue } from './memory-work-queue.ts'

blobStoreContract('memory', memoryBlobStore)
bulkStoreContract('memory', memoryBulkStore)
linkStoreContract('memory', memoryLinkStore)
workQueueContract('memory', memoryWorkQueue)
