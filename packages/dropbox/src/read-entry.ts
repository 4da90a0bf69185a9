import type { CallOptions, RemoteEntry } from '@twinfolder/core'

import type { Calls } from './calls.ts'
import { isRefusal } from './dropbox-error.ts'
import { entryFrom } from './entry-from-reply.ts'

/** A point read by a path or id as it goes over the wire; `null` when nothing is there. */
export async function readEntry(calls: Calls, path: string, turn: CallOptions): Promise<RemoteEntry | null> {
  try {
    return await calls.sdk(
      'files/get_metadata',
      async (dropbox, options) => entryFrom((await dropbox.filesGetMetadata({ path }, options)).result),
      turn,
    )
  } catch (error) {
    if (isRefusal(error, 'path', 'not_found')) return null
    throw error
  }
}
