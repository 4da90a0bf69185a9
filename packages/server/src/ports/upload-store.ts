import type { Instant, RecordKey, UserKey } from '@twinfolder/core'

/** Bytes of an upload that arrived in one request, in a {@link BlobStore}. */
export interface UploadPart {
  readonly blobId: string
  readonly sizeBytes: number
}

/** An upload that comes in parts, or came: a finished one is remembered until it expires. */
export interface ResumableUpload {
  readonly id: string
  readonly user: UserKey
  readonly record: RecordKey
  /** Names the upload for its user: beginning again with it goes on where the upload was. */
  readonly idempotencyKey: string
  readonly folder: readonly string[]
  readonly name: string
  /** How many bytes the file will have. */
  readonly sizeBytes: number
  /** How many of them arrived. */
  readonly offsetBytes: number
  /** In order; none once the file is made. */
  readonly parts: readonly UploadPart[]
  /** The file that it became. */
  readonly fileId: string | null
  readonly expiresAt: Instant
}

/** Which uploads are under way. Their bytes are in a {@link BlobStore}; what no row names is swept. */
export interface UploadStore {
  /**
   * Adds an upload, or gives the one that this user has for this record under this key.
   *
   * @returns `null` when the user has `atMost` others that are neither finished nor expired
   */
  begin(
    upload: ResumableUpload,
    limit: { readonly atMost: number; readonly now: Instant },
  ): Promise<ResumableUpload | null>
  get(id: string): Promise<ResumableUpload | null>
  /** Adds a part behind `offsetBytes`; `null` when the upload is not there (any more), or has another offset. */
  append(id: string, offsetBytes: number, part: UploadPart): Promise<ResumableUpload | null>
  /** Notes the file that it became and forgets the parts. */
  finish(id: string, fileId: string): Promise<void>
  remove(id: string): Promise<void>
  /** Uploads that expired, at most `limit`. */
  expired(now: Instant, limit: number): Promise<readonly ResumableUpload[]>
  /** Those of these blobs that are parts of an upload. */
  partsAmong(blobIds: readonly string[]): Promise<ReadonlySet<string>>
}
