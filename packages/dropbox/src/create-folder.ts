import type { Cancellation, RemoteFolder, RemotePath } from '@twinfolder/core'

import type { Calls } from './calls.ts'
import { isRefusal } from './dropbox-error.ts'
import { folderFrom } from './entry-from-reply.ts'
import { readEntry } from './read-entry.ts'
import { fieldsOf } from './reply-fields.ts'
import { writablePath } from './wire-path.ts'

/** Creates a folder with its parents, or returns the one that is there; so it can be repeated without a look. */
export async function createFolder(
  calls: Calls,
  folder: RemotePath,
  signal: Cancellation | undefined,
): Promise<RemoteFolder> {
  const path = writablePath(folder)
  try {
    return await calls.sdk(
      'files/create_folder_v2',
      async (dropbox, options) => {
        const { result } = await dropbox.filesCreateFolderV2({ path, autorename: false }, options)
        return folderFrom(fieldsOf(result, 'folder')['metadata'])
      },
      { signal },
    )
  } catch (error) {
    if (!isRefusal(error, 'path', 'conflict', 'folder')) throw error
    const there = await readEntry(calls, path, signal)
    if (there?.kind !== 'folder') throw error
    return there
  }
}
