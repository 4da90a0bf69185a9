import { type Cancellation, type RemoteFile, type UploadRequest, SyncError } from '@twinfolder/core'
import type { files } from 'dropbox'

import type { Calls } from './calls.ts'
import { cancellable } from './cancellation.ts'
import { chunksOf } from './chunks.ts'
import { fileFrom } from './entry-from-reply.ts'
import { progressOf } from './progress.ts'
import { readEntry } from './read-entry.ts'
import { type SessionUpload, uploadInSession } from './upload-session.ts'
import { writablePath } from './wire-path.ts'

/** What one call carries; larger files go through a session. It is also the session's chunk, two blocks of 4 MiB. */
const CHUNK_BYTES = 8 * 1024 * 1024

/** Writes one file under its precondition. */
export async function upload(
  calls: Calls,
  request: UploadRequest,
  signal: Cancellation | undefined,
): Promise<RemoteFile> {
  const { sizeBytes, contentHash } = request
  const commit = commitOf(request)
  const plan: SessionUpload = {
    commit,
    contentHash,
    chunks: chunksOf(cancellable(await request.open(), signal), sizeBytes, CHUNK_BYTES),
    onProgress: progressOf(request.onProgress, sizeBytes, calls.policy.clock),
    signal,
    settle: async () => {
      const there = await readEntry(calls, commit.path, signal)
      return there?.kind === 'file' && there.contentHash === contentHash ? there : undefined
    },
  }
  const stored = sizeBytes <= CHUNK_BYTES ? await uploadAtOnce(calls, plan) : await uploadInSession(calls, plan)
  if (stored.contentHash !== contentHash) {
    throw new SyncError(
      'hash_mismatch',
      'Dropbox stored other bytes than were sent. Read the file again and plan again.',
    )
  }
  return stored
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

async function uploadAtOnce(
  calls: Calls,
  { chunks, commit, contentHash, onProgress, signal, settle }: SessionUpload,
): Promise<RemoteFile> {
  let contents = new Uint8Array(0)
  for await (const chunk of chunks) contents = chunk
  const stored = await calls.sdk(
    'files/upload',
    async (dropbox, options) => {
      const arg = { ...commit, content_hash: contentHash, contents }
      return fileFrom((await dropbox.filesUpload(arg, options)).result)
    },
    { signal, settle },
  )
  onProgress(contents.byteLength)
  return stored
}
