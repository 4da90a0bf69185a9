import { type Cancellation, type ContentHash, type RemoteFile, SyncError } from '@twinfolder/core'
import type { files } from 'dropbox'

import type { Calls } from './calls.ts'
import { changedContents } from './chunks.ts'
import { contentHashOf, webHasher } from './content-hash-of.ts'
import { type DropboxError, isRefusal } from './dropbox-error.ts'
import { fileFrom } from './entry-from-reply.ts'
import { fieldsOf, isFields, textOf } from './reply-fields.ts'

/** One upload under way. */
export interface SessionUpload {
  readonly commit: files.CommitInfo
  readonly contentHash: ContentHash
  readonly chunks: AsyncIterable<Uint8Array<ArrayBuffer>>
  readonly onProgress: (sentBytes: number) => void
  readonly signal: Cancellation | undefined
  /** The file, if it is in Dropbox with our contents. */
  readonly settle: () => Promise<RemoteFile | undefined>
}

/**
 * Sends a large file in chunks, then commits it with an empty call. In a session `content_hash` covers one call's bytes
 * only, so the hash of the whole is compared before the commit: other bytes are never stored (C71).
 */
export async function uploadInSession(calls: Calls, upload: SessionUpload): Promise<RemoteFile> {
  const hasher = webHasher()
  let cursor: files.UploadSessionCursor | null = null
  for await (const contents of upload.chunks) {
    const piece: Piece = { contents, content_hash: await contentHashOf(contents) }
    await hasher.update(contents)
    cursor = cursor ? await append(calls, upload, cursor, piece) : await start(calls, upload, piece)
    upload.onProgress(cursor.offset)
  }
  const { hash } = await hasher.digest()
  if (!cursor || hash !== upload.contentHash) throw changedContents('not what was planned')
  return finish(calls, upload, cursor)
}

interface Piece {
  readonly contents: Uint8Array<ArrayBuffer>
  readonly content_hash: ContentHash
}

/** Repeated without a look: a session without a finish is forgotten after seven days. */
function start(calls: Calls, { signal }: SessionUpload, piece: Piece): Promise<files.UploadSessionCursor> {
  return calls.sdk(
    'files/upload_session/start',
    async (dropbox, options) => {
      const { result } = await dropbox.filesUploadSessionStart({ ...piece, close: false }, options)
      const session_id = textOf(fieldsOf(result, 'session'), 'session_id', 'session')
      return { session_id, offset: piece.contents.byteLength }
    },
    { signal },
  )
}

/** Repeated without a look, too: Dropbox refuses a chunk that it has, and says how far it has come. */
async function append(
  calls: Calls,
  { signal }: SessionUpload,
  cursor: files.UploadSessionCursor,
  piece: Piece,
): Promise<files.UploadSessionCursor> {
  const next = { ...cursor, offset: cursor.offset + piece.contents.byteLength }
  try {
    return await calls.sdk(
      'files/upload_session/append_v2',
      async (dropbox, options) => {
        await dropbox.filesUploadSessionAppendV2({ ...piece, cursor, close: false }, options)
        return next
      },
      { signal },
    )
  } catch (error) {
    if (isRefusal(error, 'incorrect_offset') && correctOffset(error) === next.offset) return next
    if (isRefusal(error, 'incorrect_offset') || isRefusal(error, 'not_found') || isRefusal(error, 'closed')) {
      throw lostSession(error)
    }
    throw error
  }
}

/** Carries no bytes: a finish that fails has consumed its bytes, and a repetition would hide why. */
async function finish(
  calls: Calls,
  { commit, signal, settle }: SessionUpload,
  cursor: files.UploadSessionCursor,
): Promise<RemoteFile> {
  try {
    return await calls.sdk(
      'files/upload_session/finish',
      async (dropbox, options) =>
        fileFrom((await dropbox.filesUploadSessionFinish({ cursor, commit }, options)).result),
      { signal, settle },
    )
  } catch (error) {
    throw isRefusal(error, 'lookup_failed') ? lostSession(error) : error
  }
}

function lostSession(cause: DropboxError): SyncError {
  return new SyncError('remote_unavailable', 'Dropbox lost the upload session. Upload the file again.', { cause })
}

function correctOffset({ cause }: DropboxError): unknown {
  const body = isFields(cause) ? cause['error'] : undefined
  const error = isFields(body) ? body['error'] : undefined
  return isFields(error) ? error['correct_offset'] : undefined
}
