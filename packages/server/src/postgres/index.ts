// The database
export { type Database, type DatabasePlace, type OpenDatabaseOptions, openDatabase } from './database.ts'
export { type PoolOptions } from './connection/postgres-pool.ts'
export { migrate } from './migrate.ts'
export { tidy } from './tidy.ts'
export { type Schema } from './schema/schema.ts'
// What the server remembers, and how its processes hear of each other
export { type PostgresPubSub, postgresPubSub } from './connection/postgres-pub-sub.ts'
export { postgresAuditStore } from './stores/postgres-audit-store.ts'
export { postgresBulkStore } from './stores/postgres-bulk-store.ts'
export { postgresKeyStore } from './stores/postgres-key-store.ts'
export { postgresLinkStore } from './stores/postgres-link-store.ts'
export { postgresRequestStore } from './stores/postgres-request-store.ts'
export { bossJobSchedule } from '../jobs/boss-job-schedule.ts'
export { type ClusterParts, postgresStores } from './stores/postgres-stores.ts'
export { postgresUploadStore } from './stores/postgres-upload-store.ts'
export { postgresSyncStore } from './sync-store/postgres-sync-store.ts'
export { postgresWorkQueue } from './stores/postgres-work-queue.ts'
// The server's own file store
export { type FileStoreRestrictions } from './file-store/file-capabilities.ts'
export {
  type PostgresFileStore,
  type PostgresFileStoreOptions,
  postgresFileStore,
} from './file-store/postgres-file-store.ts'
export { type TenantQuota } from './file-store/tenant-quota.ts'
export { type PurgeFilesOptions, purgeFiles } from './file-store/purge-files.ts'
export { type SweepBlobsOptions, sweepBlobs } from './file-store/sweep-blobs.ts'
