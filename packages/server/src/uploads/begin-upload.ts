import { instantOf } from '@twinfolder/core'

import { rememberedFile, uploadLimit } from '../files/upload-file.ts'
import { HttpProblem, problem } from '../http/problem.ts'
import type { Session } from '../options.ts'
import type { ResumableUpload } from '../ports/upload-store.ts'
import type { ServerParts } from '../server-parts.ts'
import { endUpload } from './end-upload.ts'

/** How long an upload waits for its next part; and how long a finished one is known by its key. */
export const UPLOAD_LIFE_MS = 24 * 3_600_000
/** How many uploads a user may have under way. */
export const MOST_OPEN_UPLOADS = 32

/** What an upload is begun with. */
export type NewUpload = Pick<ResumableUpload, 'record' | 'folder' | 'name' | 'sizeBytes'> & {
  /** `null`: it can only be gone on with by its address. */
  readonly idempotencyKey: string | null
}

/**
 * Begins an upload, or finds the one that the user began with the same key.
 *
 * @throws HttpProblem `file_too_large` before the first byte; `rate_limited` with too many under way; 422 for a key that names
 *   another file
 * @throws SyncError `host_full` before the first byte
 */
export async function beginUpload(
  parts: Pick<ServerParts, 'settings' | 'files' | 'stores' | 'uploadParts'>,
  session: Session,
  upload: NewUpload,
): Promise<ResumableUpload> {
  const { settings, stores } = parts
  const { record, folder, name, sizeBytes } = upload
  const limitBytes = uploadLimit(parts, record, folder)
  if (sizeBytes > limitBytes)
    throw problem('file_too_large', `A file may have ${limitBytes} bytes here.`, { limitBytes })
  const now = settings.clock.now()
  const id = settings.random.id()
  const idempotencyKey = upload.idempotencyKey ?? id
  const made = await rememberedFile(parts, session, record, idempotencyKey)
  if (!made) await parts.files.assertRoom?.(record, sizeBytes)
  const wanted: ResumableUpload = {
    id,
    user: { tenantId: session.tenantId, userId: session.userId },
    record,
    idempotencyKey,
    folder,
    name,
    sizeBytes,
    offsetBytes: made ? sizeBytes : 0,
    parts: [],
    fileId: made?.id ?? null,
    expiresAt: instantOf(now + UPLOAD_LIFE_MS),
  }
  const limit = { atMost: MOST_OPEN_UPLOADS, now: instantOf(now) }
  let begun = await stores.uploads.begin(wanted, limit)
  if (begun && Date.parse(begun.expiresAt) <= now) {
    await endUpload(parts, begun)
    begun = await stores.uploads.begin(wanted, limit)
  }
  if (!begun) {
    throw problem('rate_limited', `You have ${MOST_OPEN_UPLOADS} uploads under way. Finish or cancel one.`, {
      retryAfterSeconds: 60,
    })
  }
  if (begun.sizeBytes !== sizeBytes || begun.name !== name || JSON.stringify(begun.folder) !== JSON.stringify(folder)) {
    throw new HttpProblem('bad_request', 422, 'This idempotency key names the upload of another file.')
  }
  return begun
}
