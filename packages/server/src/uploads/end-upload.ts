import type { ResumableUpload } from '../ports/upload-store.ts'
import type { ServerParts } from '../server-parts.ts'

/** Forgets an upload and deletes what arrived of it. A file that it became stays. */
export async function endUpload(
  { stores, uploadParts }: Pick<ServerParts, 'stores' | 'uploadParts'>,
  upload: ResumableUpload,
): Promise<void> {
  // The row first: a part without a row is swept, a row without its parts would promise what is not there.
  await stores.uploads.remove(upload.id)
  for (const { blobId } of upload.parts) await uploadParts.delete(blobId)
}
