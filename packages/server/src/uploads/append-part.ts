import { HttpProblem, problem } from '../http/problem.ts'
import type { ResumableUpload } from '../ports/upload-store.ts'
import type { ServerParts } from '../server-parts.ts'
import { type BodyEnd, salvagedBody } from './salvaged-body.ts'

/** What a part is taken from, and where it begins. */
export interface IncomingPart {
  readonly body: ReadableStream<Uint8Array> | null
  /** As `Content-Length` says; `null` where it says nothing. */
  readonly announcedBytes: number | null
  readonly offsetBytes: number
}

/**
 * Adds the body of a request to an upload. A body that is cut keeps what arrived of it.
 *
 * @param wanted aborted when another request wants to change the upload
 * @throws HttpProblem 409 at another offset than the upload has; `file_too_large` beyond its end
 */
export async function appendPart(
  { stores, uploadParts }: Pick<ServerParts, 'stores' | 'uploadParts'>,
  upload: ResumableUpload,
  { body, announcedBytes, offsetBytes }: IncomingPart,
  wanted: AbortSignal,
): Promise<ResumableUpload> {
  const refuse = (reason: HttpProblem): never => {
    body?.cancel().catch(() => undefined)
    throw reason
  }
  if (offsetBytes !== upload.offsetBytes) refuse(offsetConflict(upload))
  const missing = upload.sizeBytes - upload.offsetBytes
  if ((announcedBytes ?? 0) > missing) refuse(tooLong(upload))
  const salvaged = salvagedBody(body, missing, wanted)
  const blob = await uploadParts.put(salvaged.stream, { maxBytes: missing })
  const end = salvaged.end()
  let appended: ResumableUpload | null = null
  try {
    if (end === 'tooLong') throw tooLong(upload)
    if (blob.sizeBytes === 0) appended = upload
    else {
      appended = await stores.uploads.append(upload.id, offsetBytes, { blobId: blob.id, sizeBytes: blob.sizeBytes })
    }
  } finally {
    if (appended === null || blob.sizeBytes === 0) await uploadParts.delete(blob.id)
  }
  if (appended === null) throw offsetConflict(upload)
  refuseUnlessEnded(end)
  return appended
}

/** What arrived is kept; the sender, if there is one, has to ask how much that was. */
function refuseUnlessEnded(end: BodyEnd): void {
  if (end === 'silent') throw problem('body_timeout', 'Nothing was sent for 30 seconds. What arrived is kept.')
  if (end === 'wanted') throw new HttpProblem('unavailable', 423, 'Another request goes on with this upload.')
}

function offsetConflict({ offsetBytes }: ResumableUpload): HttpProblem {
  return new HttpProblem('version_conflict', 409, 'The upload goes on at another byte: ask for it with HEAD.', {
    headers: { 'upload-offset': String(offsetBytes) },
  })
}

function tooLong({ sizeBytes }: ResumableUpload): HttpProblem {
  return problem('file_too_large', 'There are more bytes than were announced for the file.', { limitBytes: sizeBytes })
}
