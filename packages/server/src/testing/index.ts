export { blobStoreContract } from './blob-store-contract.ts'
export { bulkStoreContract } from './bulk-store-contract.ts'
export { linkStoreContract } from './link-store-contract.ts'

export { pubSubContract } from './pub-sub-contract.ts'
export { requestStoreContract } from './request-store-contract.ts'
export { uploadStoreContract } from './upload-store-contract.ts'
export { workQueueContract } from './work-queue-contract.ts'
