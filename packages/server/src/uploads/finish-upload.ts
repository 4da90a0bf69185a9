import type { ByteStream } from '@twinfolder/core'

import { storeUpload, uploadLimit } from '../files/upload-file.ts'
import { HttpProblem, problem } from '../http/problem.ts'
import type { Session } from '../options.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { ResumableUpload } from '../ports/upload-store.ts'
import { requireWrite } from '../rights/record-rights.ts'
import type { ServerParts } from '../server-parts.ts'
import { endUpload } from './end-upload.ts'

/**
 * Makes the file of an upload whose bytes have all arrived, by the way of every upload; the rights are asked again, as much time
 * may have passed. Doing it again is harmless: after a crash between file and row the same file is found by its key.
 *
 * @returns the upload with its file; unchanged while bytes are missing
 */
export async function finishUpload(
  parts: ServerParts,
  session: Session,
  upload: ResumableUpload,
): Promise<ResumableUpload> {
  if (upload.fileId !== null || upload.offsetBytes < upload.sizeBytes) return upload
  const { record, folder, sizeBytes } = upload
  await requireWrite(parts.records, session, record)
  const limitBytes = uploadLimit(parts, record, folder)
  if (sizeBytes > limitBytes)
    throw problem('file_too_large', `A file may have ${limitBytes} bytes here.`, { limitBytes })
  const lost = { isLost: false }
  const contents = { sizeBytes, open: () => joined(parts.uploadParts, upload, lost) }
  const file = await storeUpload(parts, session, upload, contents).catch(async (error: unknown) => {
    if (!lost.isLost) throw error
    await endUpload(parts, upload)
    throw new HttpProblem('not_found', 410, 'Bytes of this upload were lost. Begin it again.', { cause: error })
  })
  await parts.stores.uploads.finish(upload.id, file.id)
  for (const { blobId } of upload.parts) await parts.uploadParts.delete(blobId)
  return { ...upload, fileId: file.id, parts: [] }
}

async function* joined(
  blobs: BlobStore,
  { parts, sizeBytes }: ResumableUpload,
  lost: { isLost: boolean },
): ByteStream & AsyncGenerator<Uint8Array> {
  let count = 0
  for (const { blobId } of parts) {
    const stream = await blobs.get(blobId).catch((error: unknown) => {
      lost.isLost = true
      throw error
    })
    for await (const chunk of stream) {
      count += chunk.byteLength
      yield chunk
    }
  }
  lost.isLost = count !== sizeBytes
}
