import type { CallOptions, RemoteEntry, RemotePath } from '@twinfolder/core'

import { loneWrites } from './batch/lone-writes.ts'
import type { Calls } from './calls.ts'
import { isRefusal } from './dropbox-error.ts'
import { entryFrom } from './entry-from-reply.ts'
import { readEntry } from './read-entry.ts'
import { fieldsOf } from './reply-fields.ts'
import { wirePath, writablePath } from './wire-path.ts'

/** Moves a file or folder to a free path. A change of case alone is answered with the old spelling; Dropbox ignores it. */
export type Move = (from: RemotePath, to: RemotePath, turn: CallOptions) => Promise<RemoteEntry>

interface Paths {
  readonly from_path: string
  readonly to_path: string
}

/** Moves in one account. Dropbox has batches of them, too; those lock the namespace and tell less of what failed. */
export function mover(calls: Calls): Move {
  const write = loneWrites(calls, async (dropbox, paths: Paths, options) => {
    const { result } = await dropbox.filesMoveV2({ ...paths, autorename: false }, options)
    return entryFrom(fieldsOf(result, 'move')['metadata'])
  })
  const relocate = (paths: Paths, turn: CallOptions): Promise<RemoteEntry> =>
    calls.write({ method: 'files/move_v2', write, entry: paths, settle: () => movedEntry(calls, paths, turn) }, turn)

  return async (from, to, turn) => {
    const paths = { from_path: wirePath(from), to_path: writablePath(to) }
    try {
      return await relocate(paths, turn)
    } catch (error) {
      // Something just created is not found by a move for a moment, while a point read sees it.
      if (!isRefusal(error, 'from_lookup', 'not_found')) throw error
      if ((await readEntry(calls, paths.from_path, turn)) === null) throw error
      return relocate(paths, turn)
    }
  }
}

/** The entry at its new path, if the move of a lost reply was done: nothing at the old path, something at the new one. */
async function movedEntry(
  calls: Calls,
  { from_path, to_path }: Paths,
  turn: CallOptions,
): Promise<RemoteEntry | undefined> {
  const there = await readEntry(calls, to_path, turn)
  if (there === null) return undefined
  return (await readEntry(calls, from_path, turn)) === null ? there : undefined
}
