import type { Int8, Json, RecordColumns } from './columns.ts'
import type { UploadPart } from '../../ports/upload-store.ts'

/** An upload that comes in parts. */
export interface UploadTable extends RecordColumns {
  readonly id: string
  readonly user_id: string
  readonly idempotency_key: string
  readonly folder: Json<readonly string[]>
  readonly name: string
  readonly size_bytes: Int8
  readonly offset_bytes: Int8
  readonly parts: Json<readonly UploadPart[]>
  readonly file_id: string | null
  readonly expires_at: Date
}

/** The same parts by the ids of their blobs, so that a sweep finds quickly what nobody needs. */
export interface UploadPartTable {
  readonly blob_id: string
  readonly upload_id: string
}
