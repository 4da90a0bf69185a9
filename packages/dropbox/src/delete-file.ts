import { type Cancellation, type RemotePath, type Revision, SyncError } from '@twinfolder/core'

import type { Calls } from './calls.ts'
import { isRefusal } from './dropbox-error.ts'
import { readEntry } from './read-entry.ts'
import { wirePath } from './wire-path.ts'

/** Deletes a file while `revision` is its current one; Dropbox deletes no folder with a revision given (S6, S13). */
export async function deleteFile(
  calls: Calls,
  file: { readonly path: RemotePath; readonly revision: Revision },
  signal: Cancellation | undefined,
): Promise<'deleted' | 'missing'> {
  const path = wirePath(file.path)
  try {
    return await calls.sdk<'deleted'>(
      'files/delete_v2',
      async (dropbox, options) => {
        await dropbox.filesDeleteV2({ path, parent_rev: file.revision }, options)
        return 'deleted'
      },
      { signal, settle: async () => ((await readEntry(calls, path, signal)) === null ? 'deleted' : undefined) },
    )
  } catch (error) {
    if (isRefusal(error, 'path_lookup', 'not_found')) return 'missing'
    if (isRefusal(error, 'path_lookup', 'not_file')) {
      const message = 'A folder is where the file was. It is not deleted: read it again and plan again.'
      throw new SyncError('precondition_failed', message, { cause: error })
    }
    throw error
  }
}
