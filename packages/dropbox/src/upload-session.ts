import { type CallOptions, type ContentHash, SyncError } from '@twinfolder/core'
import type { files } from 'dropbox'

import type { Calls } from './calls.ts'
import { changedContents } from './chunks.ts'
import { blockDigests, hashOfDigests } from './content-hash-of.ts'
import { type DropboxError, isRefusal } from './dropbox-error.ts'
import { fieldsOf, isFields, textOf } from './reply-fields.ts'

/** A large file on its way into a session. */
export interface SessionContents {
  readonly chunks: AsyncIterable<Uint8Array<ArrayBuffer>>
  readonly sizeBytes: number
  readonly contentHash: ContentHash
  readonly onProgress: (sentBytes: number) => void
}

/** The bytes of one call, their hash, and whether they are the last. */
export interface Piece {
  readonly contents: Uint8Array<ArrayBuffer>
  readonly content_hash: ContentHash
  readonly close: boolean
}

/**
 * Sends a large file in chunks and closes its session, ready to be committed. In a session `content_hash` covers one call's bytes
 * only, so the hash of the whole is compared here: other bytes are never stored (C71).
 */
export async function sendInSession(
  calls: Calls,
  { chunks, sizeBytes, contentHash, onProgress }: SessionContents,
  turn: CallOptions,
): Promise<files.UploadSessionCursor> {
  // Chunks are whole blocks, so the digests of their blocks are those of the file: every byte is hashed once.
  const digests: Uint8Array[] = []
  let cursor: files.UploadSessionCursor | null = null
  for await (const contents of chunks) {
    const close: boolean = (cursor?.offset ?? 0) + contents.byteLength === sizeBytes
    const own = await blockDigests(contents)
    digests.push(...own)
    const piece: Piece = { contents, content_hash: await hashOfDigests(own), close }
    cursor = cursor ? await append(calls, cursor, piece, turn) : await startSession(calls, piece, turn)
    onProgress(cursor.offset)
  }
  if (!cursor || (await hashOfDigests(digests)) !== contentHash) throw changedContents('not what was planned')
  return cursor
}

/** Repeated without a look: a session without a commit is forgotten after seven days. */
export function startSession(calls: Calls, piece: Piece, turn: CallOptions): Promise<files.UploadSessionCursor> {
  return calls.sdk(
    'files/upload_session/start',
    async (dropbox, options) => {
      const { result } = await dropbox.filesUploadSessionStart(piece, options)
      const session_id = textOf(fieldsOf(result, 'session'), 'session_id', 'session')
      return { session_id, offset: piece.contents.byteLength }
    },
    turn,
  )
}

/** Repeated without a look, too: Dropbox refuses a chunk that it has, and says how far it has come. */
async function append(
  calls: Calls,
  cursor: files.UploadSessionCursor,
  piece: Piece,
  turn: CallOptions,
): Promise<files.UploadSessionCursor> {
  const next = { ...cursor, offset: cursor.offset + piece.contents.byteLength }
  try {
    return await calls.sdk(
      'files/upload_session/append_v2',
      async (dropbox, options) => {
        await dropbox.filesUploadSessionAppendV2({ ...piece, cursor }, options)
        return next
      },
      turn,
    )
  } catch (error) {
    if (isAppended(error, piece, next.offset)) return next
    throw isLostSession(error) ? lostSession(error) : error
  }
}

/** Whether a refused piece is in its session already: an attempt whose reply was lost had arrived. */
export function isAppended(error: unknown, { close }: Pick<Piece, 'close'>, endOffset: number): boolean {
  // Only we close a session, with its last piece.
  if (isRefusal(error, 'closed')) return close
  return isRefusal(error, 'incorrect_offset') && correctOffset(error) === endOffset
}

/** Whether a session is of no more use: forgotten, or with other bytes than ours. */
export function isLostSession(error: unknown): error is DropboxError {
  return ['lookup_failed', 'not_found', 'incorrect_offset', 'closed'].some((tag) => isRefusal(error, tag))
}

/** What the caller is told: the next upload starts anew. */
export function lostSession(cause: DropboxError): SyncError {
  return new SyncError('remote_unavailable', 'Dropbox lost the upload session. Upload the file again.', { cause })
}

function correctOffset({ cause }: DropboxError): unknown {
  const body = isFields(cause) ? cause['error'] : undefined
  const error = isFields(body) ? body['error'] : undefined
  return isFields(error) ? error['correct_offset'] : undefined
}
