import { type CallOptions, type ChangeNotice, SyncError } from '@twinfolder/core'

import type { Calls } from './calls.ts'
import { isLostCursor } from './read-changes.ts'
import { fieldsOf } from './reply-fields.ts'

const SHORTEST_SECONDS = 30
const LONGEST_SECONDS = 480

/**
 * Waits for news after a cursor. The call takes no token: Dropbox refuses one there. The news may be about what this app cannot
 * see, so that a read then brings nothing.
 *
 * @see https://www.dropbox.com/developers/documentation/http/documentation#files-list_folder-longpoll
 */
export async function waitForChange(
  calls: Calls,
  cursor: string,
  { timeoutSeconds = SHORTEST_SECONDS, ...turn }: CallOptions & { readonly timeoutSeconds?: number | undefined },
): Promise<ChangeNotice> {
  const timeout = Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, Math.round(timeoutSeconds)))
  try {
    return await calls.patient(
      'files/list_folder/longpoll',
      async (dropbox, options) =>
        noticeFrom((await dropbox.filesListFolderLongpoll({ cursor, timeout }, options)).result),
      turn,
    )
  } catch (error) {
    if (!isLostCursor(error)) throw error
    throw new SyncError('cursor_reset', 'Dropbox no longer knows the cursor: list the app folder anew.', {
      cause: error,
    })
  }
}

function noticeFrom(reply: unknown): ChangeNotice {
  const { changes, backoff } = fieldsOf(reply, 'notice')
  return { changed: changes === true, backoffMs: typeof backoff === 'number' && backoff > 0 ? backoff * 1000 : 0 }
}
