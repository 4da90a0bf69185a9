import { type CallOptions, type RemoteFile, type UploadRequest, SyncError } from '@twinfolder/core'
import type { files } from 'dropbox'

import { loneWrites } from './batch/lone-writes.ts'
import { sessionCommits } from './batch/session-commits.ts'
import { smallSessions } from './batch/small-sessions.ts'
import type { Calls } from './calls.ts'
import { cancellable } from './cancellation.ts'
import { changedContents, chunksOf } from './chunks.ts'
import { contentHashOf } from './content-hash-of.ts'
import { isRefusal } from './dropbox-error.ts'
import { fileFrom } from './entry-from-reply.ts'
import { progressOf } from './progress.ts'
import { readEntry } from './read-entry.ts'
import { lostSession, sendInSession } from './upload-session.ts'
import { writablePath } from './wire-path.ts'

/** What one call carries; larger files go through a session of their own. It is also the session's chunk, two blocks of 4 MiB. */
const CHUNK_BYTES = 8 * 1024 * 1024

/** Writes one file under its precondition. */
export type Upload = (request: UploadRequest, turn: CallOptions) => Promise<RemoteFile>

/** One upload under way. */
interface Upward {
  readonly commit: files.CommitInfo
  readonly request: UploadRequest
  readonly turn: CallOptions
  readonly onProgress: (sentBytes: number) => void
  /** The file, if it is in Dropbox with our contents. */
  readonly settle: () => Promise<RemoteFile | undefined>
}

/**
 * Uploads to one account. A file that is alone goes in one call. Where there are more, their contents go side by side into sessions,
 * which lock nothing, and then many become files in one commit.
 */
export function uploader(calls: Calls): Upload {
  const sessions = smallSessions(calls)
  const commits = sessionCommits(calls)
  const atOnce = loneWrites(calls, async (dropbox, arg: files.UploadArg & { contents: Uint8Array }, options) =>
    fileFrom((await dropbox.filesUpload(arg, options)).result),
  )
  let underWay = 0

  const commit = async (cursor: files.UploadSessionCursor, up: Upward): Promise<RemoteFile> => {
    const entry = { cursor, commit: up.commit }
    try {
      return await calls.write(
        { method: 'files/upload_session/finish', write: commits, entry, settle: up.settle },
        up.turn,
      )
    } catch (error) {
      throw isRefusal(error, 'lookup_failed') ? lostSession(error) : error
    }
  }
  const small = async (up: Upward): Promise<RemoteFile> => {
    const { request, turn } = up
    const giveBack = await calls.pace.bytes.take(request.sizeBytes, turn)
    try {
      const contents = await wholeOf(request, turn)
      if (underWay === 1 && calls.writes.isIdle) {
        const entry = { ...up.commit, content_hash: request.contentHash, contents }
        const stored = await calls.write({ method: 'files/upload', write: atOnce, entry, settle: up.settle }, turn)
        up.onProgress(contents.byteLength)
        return stored
      }
      // In a session Dropbox compares the bytes of one call only: other bytes than planned are never stored (C71).
      if ((await contentHashOf(contents)) !== request.contentHash) throw changedContents('not what was planned')
      const cursor = await sessions({ contents, contentHash: request.contentHash }, turn)
      giveBack()
      up.onProgress(contents.byteLength)
      return await commit(cursor, up)
    } finally {
      giveBack()
    }
  }
  const large = async (up: Upward): Promise<RemoteFile> => {
    const { request, turn, onProgress } = up
    const giveBack = await calls.pace.bytes.take(CHUNK_BYTES, turn)
    try {
      const cursor = await sendInSession(calls, { ...request, chunks: await chunks(request, turn), onProgress }, turn)
      giveBack()
      return await commit(cursor, up)
    } finally {
      giveBack()
    }
  }

  return async (request, turn) => {
    const up = upward(calls, request, turn)
    underWay += 1
    try {
      const stored = await (request.sizeBytes <= CHUNK_BYTES ? small(up) : large(up))
      if (stored.contentHash === request.contentHash) return stored
    } finally {
      underWay -= 1
    }
    const message = 'Dropbox stored other bytes than were sent. Read the file again and plan again.'
    throw new SyncError('hash_mismatch', message)
  }
}

function upward(calls: Calls, request: UploadRequest, turn: CallOptions): Upward {
  const { contentHash, sizeBytes, onProgress } = request
  const commit = commitOf(request)
  return {
    commit,
    request,
    turn,
    onProgress: progressOf(onProgress, sizeBytes, calls.policy.clock),
    settle: async () => {
      const there = await readEntry(calls, commit.path, turn)
      return there?.kind === 'file' && there.contentHash === contentHash ? there : undefined
    },
  }
}

/**
 * `add` is not strict, so identical contents count as written, also by an attempt whose reply was lost. `update` is: else
 * Dropbox would bring back a file that was deleted, and take identical contents for the revision we know.
 */
function commitOf({ path, precondition }: UploadRequest): files.CommitInfo {
  const commit = { path: writablePath(path), autorename: false, mute: true }
  return precondition.type === 'add'
    ? { ...commit, mode: { '.tag': 'add' }, strict_conflict: false }
    : { ...commit, mode: { '.tag': 'update', update: precondition.revision }, strict_conflict: true }
}

async function chunks(
  { open, sizeBytes }: UploadRequest,
  { signal }: CallOptions,
): Promise<AsyncIterable<Uint8Array<ArrayBuffer>>> {
  return chunksOf(cancellable(await open(), signal), sizeBytes, CHUNK_BYTES)
}

async function wholeOf(request: UploadRequest, turn: CallOptions): Promise<Uint8Array<ArrayBuffer>> {
  let contents = new Uint8Array(0)
  for await (const chunk of await chunks(request, turn)) contents = chunk
  return contents
}
