import { type CallOptions, type RemoteFile, type RemotePath, type Revision, SyncError } from '@twinfolder/core'

import { loneWrites } from './batch/lone-writes.ts'
import type { Calls } from './calls.ts'
import { fileFrom } from './entry-from-reply.ts'
import { readEntry } from './read-entry.ts'
import { writablePath } from './wire-path.ts'

/**
 * Brings a deleted file back as it was at a revision. Dropbox would write over what is there now and has no condition for it,
 * so it is looked up first; what comes in between is in Dropbox's own history.
 */
export type Restore = (
  file: { readonly path: RemotePath; readonly revision: Revision },
  turn: CallOptions,
) => Promise<RemoteFile>

export function restorer(calls: Calls): Restore {
  const write = loneWrites(calls, async (dropbox, entry: { readonly path: string; readonly rev: string }, options) =>
    fileFrom((await dropbox.filesRestore(entry, options)).result),
  )
  return async (file, turn) => {
    const path = writablePath(file.path)
    if ((await readEntry(calls, path, turn)) !== null) {
      throw new SyncError('precondition_failed', 'Something is where the file was. Nothing was restored: plan again.')
    }
    const entry = { path, rev: file.revision }
    return calls.write({ method: 'files/restore', write, entry, settle: () => restoredFile(calls, path, turn) }, turn)
  }
}

/** The file that is there after a lost reply: nothing was there before. */
async function restoredFile(calls: Calls, path: string, turn: CallOptions): Promise<RemoteFile | undefined> {
  const there = await readEntry(calls, path, turn)
  return there?.kind === 'file' ? there : undefined
}
