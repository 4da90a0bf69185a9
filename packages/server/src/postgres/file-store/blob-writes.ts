import type { Kysely } from 'kysely'

import { type CallOptions, type HostContents, type HostFile, SyncError } from '@twinfolder/core'

import type { BlobStore } from '../../ports/blob-store.ts'
import type { Schema } from '../schema/schema.ts'
import type { WrittenContents } from './file-writer.ts'

interface BlobWriteOptions {
  readonly db: Kysely<Schema>
  readonly blobs: BlobStore
}

/** What a write made of its contents: `isNew` is `false` when an earlier write had made the file already. */
export interface BlobWriteResult {
  readonly file: HostFile
  readonly isNew: boolean
}

/**
 * Puts contents first and their row second, so that no row is ever without contents. If no row came of it the contents are
 * deleted, but only when the database says so: after a lost reply the row may be there.
 */
export function blobWrites({ db, blobs }: BlobWriteOptions) {
  return async (
    announced: HostContents,
    options: CallOptions & { readonly maxBytes: number },
    write: (contents: WrittenContents) => Promise<BlobWriteResult>,
  ): Promise<HostFile> => {
    const { maxBytes, signal } = options
    if (signal?.aborted) throw new SyncError('cancelled', 'The upload was cancelled.', { cause: signal.reason })
    if (announced.sizeBytes > maxBytes) {
      throw new SyncError(
        'file_too_large',
        `A file may have ${maxBytes} bytes here, this one has ${announced.sizeBytes}.`,
      )
    }
    const blob = await blobs.put(await announced.open(), { maxBytes, signal })
    let isKept = false
    try {
      const isAnnounced = blob.sizeBytes === announced.sizeBytes
      if (!isAnnounced || (announced.contentHash ?? blob.contentHash) !== blob.contentHash) {
        throw new SyncError('hash_mismatch', 'The bytes are not the announced ones; nothing was stored.')
      }
      const { file, isNew } = await write({ ...blob, blobId: blob.id })
      isKept = isNew
      return file
    } finally {
      if (!isKept) await deleteUnlessNamed(db, blobs, blob.id)
    }
  }
}

/** Failing here is no failure of the write: what stays without a row is swept later. */
async function deleteUnlessNamed(db: Kysely<Schema>, blobs: BlobStore, blobId: string): Promise<void> {
  try {
    const find = db.selectFrom('host_file_version').select('blob_id').where('blob_id', '=', blobId)
    if ((await find.executeTakeFirst()) === undefined) await blobs.delete(blobId)
  } catch {
    // The first error is the one to tell.
  }
}
