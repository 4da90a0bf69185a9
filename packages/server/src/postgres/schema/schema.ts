import type * as HostFiles from './host-files.ts'
import type * as Links from './links.ts'
import type * as Operations from './operations.ts'
import type * as Requests from './requests.ts'
import type * as SyncState from './sync-state.ts'
import type * as Uploads from './uploads.ts'
import type * as Work from './work.ts'

/** The tables of the server, as Kysely needs them. `migrations/` creates them. */
export interface Schema {
  readonly link: Links.LinkTable
  readonly link_check: Links.LinkCheckTable
  readonly link_attempt: Links.LinkAttemptTable
  readonly link_grant: Links.LinkGrantTable
  readonly link_refusal: Links.LinkRefusalTable
  readonly remembered_upload: Links.RememberedUploadTable

  readonly enrolment: SyncState.EnrolmentTable
  readonly module_folder: SyncState.ModuleFolderTable
  readonly folder_map: SyncState.FolderMapTable
  readonly mirror: SyncState.MirrorTable
  readonly baseline: SyncState.BaselineTable
  readonly dirty: SyncState.DirtyTable
  readonly problem: SyncState.ProblemTable
  readonly conflict: SyncState.ConflictTable
  readonly activity: SyncState.ActivityTable
  readonly host_listing: SyncState.HostListingTable
  readonly listing_feed_head: SyncState.ListingFeedHeadTable
  readonly listing_feed: SyncState.ListingFeedTable

  readonly host_file: HostFiles.HostFileTable
  readonly host_file_version: HostFiles.HostFileVersionTable
  readonly host_folder: HostFiles.HostFolderTable
  readonly host_feed_head: HostFiles.HostFeedHeadTable
  readonly host_feed: HostFiles.HostFeedTable
  readonly host_usage: HostFiles.HostUsageTable
  readonly host_idempotency: HostFiles.HostIdempotencyTable
  readonly orphan_blob: HostFiles.OrphanBlobTable

  readonly upload: Uploads.UploadTable
  readonly upload_part: Uploads.UploadPartTable

  readonly server_key: Operations.ServerKeyTable
  readonly audit: Operations.AuditTable
  readonly audit_head: Operations.AuditHeadTable

  readonly idempotent_request: Requests.IdempotentRequestTable
  readonly rate_bucket: Requests.RateBucketTable

  readonly sync_work: Work.SyncWorkTable
  readonly sync_claim: Work.SyncClaimTable
  readonly bulk_run: Work.BulkRunTable
  readonly bulk_record: Work.BulkRecordTable
}
