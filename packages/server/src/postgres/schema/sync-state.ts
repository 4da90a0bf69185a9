import type {
  ActivityCode,
  Baseline,
  ContentHash,
  DirtyKey,
  Enrolment,
  FolderMap,
  HostFolder,
  MirrorEntry,
  Module,
  NewActivity,
  PathLower,
  RemoteId,
  RemotePath,
  Revision,
  SyncErrorCode,
} from '@twinfolder/core'

import type { Digest, Int8, Json, RecordColumns, RowNumber } from './columns.ts'

/** A record that a link synchronises. */
export interface EnrolmentTable extends RecordColumns {
  readonly link_id: string
  readonly status: Enrolment['status']
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
  readonly status: FolderMap['status']
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
}

/** Something to look at. The record is in columns of its own, as a pass asks for records. */
export interface DirtyTable {
  readonly link_id: string
  readonly key_text: string
  readonly key_digest: Digest
  readonly key: Json<DirtyKey>
  readonly tenant_id: string | null
  readonly module: Module | null
  readonly record_id: string | null
  readonly marked: RowNumber
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

/** What users see of what happened. The database refuses changes and deletions of its rows. */
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
}
