import { type CallOptions, type Cancellation, type Remote, asSyncError } from '@twinfolder/core'

import type { Calls } from './calls.ts'
import { cancelledError, throwIfCancelled } from './cancellation.ts'
import { createFolder } from './create-folder.ts'
import { deleteFile } from './delete-file.ts'
import { download } from './download.ts'
import { move } from './move.ts'
import { readAccount } from './read-account.ts'
import { readChanges } from './read-changes.ts'
import { readEntry } from './read-entry.ts'
import { restore } from './restore.ts'
import { upload } from './upload.ts'
import { wirePath } from './wire-path.ts'

/** One linked account as core's {@link Remote}. */
export function createRemote(calls: Calls, stallMs: number): Remote {
  return {
    account: (options) => guarded(options, (signal) => readAccount(calls, signal)),
    changes: (cursor, options) => guarded(options, (signal) => readChanges(calls, cursor, signal)),
    get: (target, options) => guarded(options, (signal) => readEntry(calls, wirePath(target), signal)),
    download: (file, options) => guarded(options, (signal) => download(calls, file, stallMs, signal)),
    upload: (request, options) => guarded(options, (signal) => upload(calls, request, signal)),
    deleteFile: (file, options) => guarded(options, (signal) => deleteFile(calls, file, signal)),
    move: (from, to, options) => guarded(options, (signal) => move(calls, from, to, signal)),
    restore: (file, options) => guarded(options, (signal) => restore(calls, file, signal)),
    createFolder: (path, options) => guarded(options, (signal) => createFolder(calls, path, signal)),
  }
}

/** Whatever a call throws, such as an error of a host's stream, leaves as a `SyncError`. */
export async function guarded<T>(
  options: CallOptions | undefined,
  call: (signal: Cancellation | undefined) => Promise<T>,
): Promise<T> {
  const signal = options?.signal
  throwIfCancelled(signal)
  try {
    return await call(signal)
  } catch (error) {
    throw signal?.aborted ? cancelledError(signal) : asSyncError(error)
  }
}
