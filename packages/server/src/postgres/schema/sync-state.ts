import type {
  ActivityCode,
  Baseline,
  Conflict,
  ContentHash,
  DirtyKey,
  Enrolment,
  HostChange,
  HostFolder,
  HostMirrorRow,
  MirrorEntry,
  Module,
  NewActivity,
  PathLower,
  RemoteId,
  RemotePath,
  Revision,
  SyncErrorCode,
  Undo,
} from '@twinfolder/core'

import type { Digest, Int8, Json, RecordColumns, RowNumber } from './columns.ts'

/** A record that a link synchronises. */
export interface EnrolmentTable extends RecordColumns {
  readonly link_id: string
  readonly status: Enrolment['status']
  readonly resuming: boolean
  readonly direction: Enrolment['direction']
  readonly folder_id: RemoteId | null
  readonly folder: RemotePath | null
  readonly folder_lower: PathLower | null
  readonly last_name_we_set: string | null
  readonly enrolled_by: string
  readonly enrolled_at: Date
  readonly last_settled_at: Date | null
}

/** The folder of a module in a link's app folder. */
export interface ModuleFolderTable {
  readonly link_id: string
  readonly module: Module
  readonly folder_id: RemoteId
  readonly folder: RemotePath
  readonly folder_lower: PathLower
}

/** A folder inside a record. */
export interface FolderMapTable extends RecordColumns {
  readonly link_id: string
  readonly path_lower: PathLower
  readonly path_digest: Digest
  readonly path: RemotePath
  readonly remote_id: RemoteId | null
  readonly host_folder: Json<HostFolder>
  readonly created_by_us: boolean
}

/** What the remote last told about a path; `written` tells which of two entries with one id came last. */
export interface MirrorTable {
  readonly link_id: string
  readonly generation: number
  readonly path_lower: PathLower
  readonly path_digest: Digest
  readonly path_head: Digest
  readonly path: RemotePath
  readonly name: string
  readonly kind: MirrorEntry['kind']
  readonly remote_id: RemoteId
  readonly revision: Revision | null
  readonly content_hash: ContentHash | null
  readonly size_bytes: Int8
  readonly downloadable: boolean
  readonly modified_at: Date | null
  readonly written: RowNumber
}

/** What both sides held after the last finished pass. */
export interface BaselineTable extends RecordColumns {
  readonly link_id: string
  readonly file_id: string
  readonly status: Baseline['status']
  readonly path_lower: PathLower
  readonly path_digest: Digest
  readonly path_head: Digest
  readonly path: RemotePath
  readonly remote_name: string
  readonly host_name: string
  readonly host_folder: Json<HostFolder>
  readonly remote_id: RemoteId
  readonly revision: Revision
  readonly content_hash: ContentHash
  readonly host_version: string
  readonly size_bytes: Int8
  readonly deletion: Baseline['deletion']
  readonly paced_until: Date | null
}

/**
 * Something to look at. The record is in columns of its own, as a pass asks for records. `marked` is the place in the order,
 * `mark` the last marking: both only grow.
 */
export interface DirtyTable {
  readonly link_id: string
  readonly key_text: string
  readonly key_digest: Digest
  readonly key: Json<DirtyKey>
  readonly tenant_id: string | null
  readonly module: Module | null
  readonly record_id: string | null
  readonly marked: RowNumber
  readonly mark: RowNumber
}

/** Why something is not synchronised. */
export interface ProblemTable {
  readonly link_id: string
  readonly key_text: string
  readonly key_digest: Digest
  readonly key: Json<DirtyKey>
  readonly tenant_id: string | null
  readonly module: Module | null
  readonly record_id: string | null
  readonly code: SyncErrorCode
  readonly subject: string
  readonly attempts: number
  readonly retry_at: Date | null
  readonly input: string
}

/** Two versions of a file that nobody has decided on. */
export interface ConflictTable extends RecordColumns {
  readonly link_id: string
  readonly file_id: string
  readonly copy_id: string
  readonly name: string
  readonly copy_name: string
  readonly content_hash: Conflict['contentHash']
  readonly copy_hash: ContentHash
  readonly at: Date
}

/** What users see of what happened. The database refuses deletions of its rows, and changes but the end of `undo`. */
export interface ActivityTable {
  readonly position: RowNumber
  readonly id: string
  readonly at: Date
  readonly tenant_id: string
  readonly link_id: string
  readonly module: Module | null
  readonly record_id: string | null
  readonly file_id: string | null
  readonly subject: string
  readonly code: ActivityCode
  readonly direction: NewActivity['direction']
  readonly actor: Json<NewActivity['actor']>
  readonly details: Json<NewActivity['details']>
  readonly undo: Json<Undo> | null
}

/** What the last complete listing of a record told, for a host without a feed. */
export interface HostListingTable extends RecordColumns {
  readonly at: Date
  readonly rows: Json<readonly HostMirrorRow[]>
}

/** The last position of a tenant's feed of listings. Whoever writes holds this row until the end of the transaction. */
export interface ListingFeedHeadTable {
  readonly tenant_id: string
  readonly position: Int8
}

/** What listings found to have changed, one row for each change. */
export interface ListingFeedTable extends RecordColumns {
  readonly position: Int8
  readonly type: HostChange['type']
  readonly file_id: string
}
