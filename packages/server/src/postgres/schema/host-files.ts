import type { Actor, ContentHash, HostChange, HostFolder } from '@twinfolder/core'

import type { Digest, Int8, Json, RecordColumns, RowNumber } from './columns.ts'

/** What a file is at one version. */
interface FileColumns {
  readonly name: string
  /** The folder as JSON text, e.g. `["Offers","2026"]`: exact whatever is in a name, and a prefix of what is below it. */
  readonly folder: string
  readonly version: number
  readonly blob_id: string
  readonly size_bytes: Int8
  readonly media_type: string
  readonly content_hash: ContentHash
  readonly updated_at: Date
  readonly updated_by: Json<Actor>
}

/** The present state of a file; in the trash when `trashed_at` is set. */
export interface HostFileTable extends RecordColumns, FileColumns {
  readonly id: string
  /** The host's own order. */
  readonly position: RowNumber
  readonly name_lower: string
  readonly folder_digest: Digest
  readonly folder_head: Digest
  readonly trashed_at: Date | null
  /** `null` for a file that is older than this column and whose first version was purged. */
  readonly created_at: Date | null
  readonly created_by: Json<Actor> | null
}

/** The versions of a file that are kept, the present one included. Its rows are what keeps contents from the sweep. */
export interface HostFileVersionTable extends FileColumns {
  readonly file_id: string
  /** When the next version came; `null` for the present one. */
  readonly replaced_at: Date | null
}

/** A folder of a record, with or without files. */
export interface HostFolderTable extends RecordColumns {
  readonly folder: string
  readonly folder_digest: Digest
  readonly parent: string
  readonly parent_digest: Digest
  readonly names: Json<HostFolder>
  readonly name: string
  readonly name_lower: string
  /** What folders are ordered by. */
  readonly path_lower: string
}

/** The last position of a tenant's feed. Whoever writes holds this row until the end of the transaction. */
export interface HostFeedHeadTable {
  readonly tenant_id: string
  readonly position: Int8
}

/** What a tenant has stored. The database keeps it, whoever writes. */
export interface HostUsageTable {
  readonly tenant_id: string
  /** Files that are not in the trash, and their bytes. */
  readonly files: Int8
  readonly bytes: Int8
  /** The same with the trash, and with each old version whose contents are others. */
  readonly kept_files: Int8
  readonly kept_bytes: Int8
}

/** What changed, one row for each change. */
export interface HostFeedTable extends RecordColumns {
  readonly position: Int8
  readonly type: HostChange['type']
  readonly file_id: string
}

/** Which file a key made, with which contents. */
export interface HostIdempotencyTable extends RecordColumns {
  readonly key: string
  readonly content_hash: ContentHash
  readonly file_id: string
  readonly created_at: Date
}

/** Contents that no row named when a sweep came by. */
export interface OrphanBlobTable {
  readonly blob_id: string
  readonly seen_at: Date
}
