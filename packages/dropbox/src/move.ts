import type { Cancellation, RemoteEntry, RemotePath } from '@twinfolder/core'

import type { Calls } from './calls.ts'
import { isRefusal } from './dropbox-error.ts'
import { entryFrom } from './entry-from-reply.ts'
import { readEntry } from './read-entry.ts'
import { fieldsOf } from './reply-fields.ts'
import { wirePath, writablePath } from './wire-path.ts'

/** Moves a file or folder to a free path. A change of case alone is answered with the old spelling; Dropbox ignores it. */
export async function move(
  calls: Calls,
  from: RemotePath,
  to: RemotePath,
  signal: Cancellation | undefined,
): Promise<RemoteEntry> {
  const paths = { from_path: wirePath(from), to_path: writablePath(to) }
  try {
    return await relocate(calls, paths, signal)
  } catch (error) {
    // Something just created is not found by a move for a moment, while a point read sees it.
    if (!isRefusal(error, 'from_lookup', 'not_found')) throw error
    if ((await readEntry(calls, paths.from_path, signal)) === null) throw error
    return relocate(calls, paths, signal)
  }
}

interface Paths {
  readonly from_path: string
  readonly to_path: string
}

function relocate(calls: Calls, paths: Paths, signal: Cancellation | undefined): Promise<RemoteEntry> {
  return calls.sdk(
    'files/move_v2',
    async (dropbox, options) => {
      const { result } = await dropbox.filesMoveV2({ ...paths, autorename: false }, options)
      return entryFrom(fieldsOf(result, 'move')['metadata'])
    },
    { signal, settle: () => movedEntry(calls, paths, signal) },
  )
}

/** The entry at its new path, if the move of a lost reply was done: nothing at the old path, something at the new one. */
async function movedEntry(
  calls: Calls,
  { from_path, to_path }: Paths,
  signal: Cancellation | undefined,
): Promise<RemoteEntry | undefined> {
  const there = await readEntry(calls, to_path, signal)
  if (there === null) return undefined
  return (await readEntry(calls, from_path, signal)) === null ? there : undefined
}
