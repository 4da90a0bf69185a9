import { type Cancellation, type RemoteFile, type RemotePath, type Revision, SyncError } from '@twinfolder/core'

import type { Calls } from './calls.ts'
import { fileFrom } from './entry-from-reply.ts'
import { readEntry } from './read-entry.ts'
import { writablePath } from './wire-path.ts'

/**
 * Brings a deleted file back as it was at a revision. Dropbox would write over what is there now and has no condition for it,
 * so it is looked up first; what comes in between is in Dropbox's own history.
 */
export async function restore(
  calls: Calls,
  file: { readonly path: RemotePath; readonly revision: Revision },
  signal: Cancellation | undefined,
): Promise<RemoteFile> {
  const path = writablePath(file.path)
  if ((await readEntry(calls, path, signal)) !== null) {
    throw new SyncError('precondition_failed', 'Something is where the file was. Nothing was restored: plan again.')
  }
  return calls.sdk(
    'files/restore',
    async (dropbox, options) => {
      const { result } = await dropbox.filesRestore({ path, rev: file.revision }, options)
      return fileFrom(result)
    },
    { signal, settle: () => restoredFile(calls, path, signal) },
  )
}

/** The file that is there after a lost reply: nothing was there before. */
async function restoredFile(
  calls: Calls,
  path: string,
  signal: Cancellation | undefined,
): Promise<RemoteFile | undefined> {
  const there = await readEntry(calls, path, signal)
  return there?.kind === 'file' ? there : undefined
}
