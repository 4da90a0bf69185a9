export { blobStoreContract } from './blob-store-contract.ts'
export { bulkStoreContract } from './bulk-store-contract.ts'
export { linkStoreContract } from './link-store-contract.ts'
export { workQueueContract } from './work-queue-contract.ts'
