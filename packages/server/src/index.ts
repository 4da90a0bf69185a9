// The server
export { createServer } from './create-server.ts'
export { ServerKeyError } from './vault/check-server-key.ts'
export type { KeyRotation } from './vault/rotate-key.ts'
export type { AccountPolicy, LogEntry, Scan, ServerOptions, Session, TwinfolderServer } from './options.ts'
export { acceptEveryAccount, refuseAllIndividualPaid, refuseProfessional } from './link/account-policy.ts'
// The audit log
export type { AuditAction, AuditEntry, AuditHead, AuditRow } from './audit/audit-entry.ts'
export { type AuditFault, emptyChain, followChain } from './audit/audit-chain.ts'
// Plug points
export type { AuditStore } from './ports/audit-store.ts'
export type { BlobStore, StoredBlob } from './ports/blob-store.ts'
export type { BulkEnd, BulkStore, StoredBulkRecord, StoredBulkRun } from './ports/bulk-store.ts'
export type { LinkAttempt, LinkRefusal, LinkStore, RememberedUpload, StoredGrant } from './ports/link-store.ts'
export type { KeptAnswer, Rate, RequestClaim, RequestStore } from './ports/request-store.ts'
export type { JobSchedule, ScheduledJob } from './ports/job-schedule.ts'
export type { KeyStore } from './ports/key-store.ts'
export type { PubSub, Topic } from './ports/pub-sub.ts'
export type { ServerStores } from './ports/server-stores.ts'
export type { ResumableUpload, UploadPart, UploadStore } from './ports/upload-store.ts'
export {
  type ClaimKey,
  type WorkAgain,
  type WorkClaim,
  type WorkItem,
  type WorkQueue,
  type WorkRequest,
  workPriority,
} from './ports/work-queue.ts'
// In memory, for pages, demos and tests
export { memoryAuditStore } from './memory/memory-audit-store.ts'
export { memoryBlobStore } from './memory/memory-blob-store.ts'
export { memoryBulkStore } from './memory/memory-bulk-store.ts'
export { memoryKeyStore } from './memory/memory-key-store.ts'
export { memoryLinkStore } from './memory/memory-link-store.ts'
export { memoryRequestStore } from './memory/memory-request-store.ts'
export { localJobSchedule } from './jobs/local-job-schedule.ts'
export { memoryPubSub } from './memory/memory-pub-sub.ts'
export { memoryStores } from './memory/memory-stores.ts'
export { memoryUploadStore } from './memory/memory-upload-store.ts'
export { memoryWorkQueue } from './memory/memory-work-queue.ts'
