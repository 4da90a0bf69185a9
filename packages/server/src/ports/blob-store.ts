import type { ByteStream, Cancellation, ContentHash } from '@twinfolder/core'

/** Contents that were stored. */
export interface StoredBlob {
  /** Random, at least 122 bits, safe in paths and URLs. Names of files live only in the database. */
  readonly id: string
  readonly sizeBytes: number
  readonly contentHash: ContentHash
}

/**
 * Where contents rest. A `put` that fails, is cancelled or is too large leaves nothing behind. Memory stays flat at any
 * size. All methods throw `SyncError` only.
 */
export interface BlobStore {
  /**
   * Stores a stream and computes its content hash on the way.
   * @throws SyncError `file_too_large` after `maxBytes` + 1 bytes, `cancelled`
   */
  put(
    body: ByteStream,
    options: { readonly maxBytes: number; readonly signal?: Cancellation | undefined },
  ): Promise<StoredBlob>
  /** The contents, or `range` of them (`end` exclusive). @throws SyncError `not_found` */
  get(
    id: string,
    options?: {
      readonly range?: { readonly start: number; readonly end: number } | undefined
      readonly signal?: Cancellation | undefined
    },
  ): Promise<ByteStream>
  /** What is not there is a success. */
  delete(id: string): Promise<void>
  /** All ids, for the sweep of contents that no row names. */
  list(): AsyncIterable<string>
}
