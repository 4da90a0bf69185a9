import { type CallOptions, type Remote, type RemoteLanes, asSyncError } from '@twinfolder/core'

import type { Calls } from './calls.ts'
import { cancelledError, throwIfCancelled } from './cancellation.ts'
import { folderCreator } from './create-folder.ts'
import { fileDeleter } from './delete-file.ts'
import { download } from './download.ts'
import { mover } from './move.ts'
import { readAccount } from './read-account.ts'
import { readChanges } from './read-changes.ts'
import { readEntry } from './read-entry.ts'
import { restorer } from './restore.ts'
import { uploader } from './upload.ts'
import { waitForChange } from './wait-for-change.ts'
import { wirePath } from './wire-path.ts'

/** One request makes a thousand files, folders or deletions; contents in memory have a limit of their own. */
const lanes: RemoteLanes = { downloads: 32, uploads: 1000, deletions: 1000, folders: 1000 }

/** One linked account as core's {@link Remote}. */
export function createRemote(calls: Calls, stallMs: number): Remote {
  const upload = uploader(calls)
  const deleteFile = fileDeleter(calls)
  const move = mover(calls)
  const restore = restorer(calls)
  const createFolder = folderCreator(calls)
  return {
    lanes,
    account: (options) => guarded(options, (turn) => readAccount(calls, turn)),
    changes: (cursor, options) => guarded(options, (turn) => readChanges(calls, cursor, turn)),
    waitForChange: (cursor, options) =>
      guarded(options, (turn) => waitForChange(calls, cursor, { ...options, ...turn })),
    get: (target, options) => guarded(options, (turn) => readEntry(calls, wirePath(target), turn)),
    download: (file, options) => guarded(options, (turn) => download(calls, file, stallMs, turn)),
    upload: (request, options) => guarded(options, (turn) => upload(request, turn)),
    deleteFile: (file, options) => guarded(options, (turn) => deleteFile(file, turn)),
    move: (from, to, options) => guarded(options, (turn) => move(from, to, turn)),
    restore: (file, options) => guarded(options, (turn) => restore(file, turn)),
    createFolder: (path, options) => guarded(options, (turn) => createFolder(path, turn)),
  }
}

/** Whatever a call throws, such as an error of a host's stream, leaves as a `SyncError`. */
export async function guarded<T>(
  options: CallOptions | undefined,
  call: (turn: CallOptions) => Promise<T>,
): Promise<T> {
  const turn = options ?? {}
  const { signal } = turn
  throwIfCancelled(signal)
  try {
    return await call(turn)
  } catch (error) {
    throw signal?.aborted ? cancelledError(signal) : asSyncError(error)
  }
}
