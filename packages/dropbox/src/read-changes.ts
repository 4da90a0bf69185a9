import { type CallOptions, type RemoteChangePage, SyncError } from '@twinfolder/core'

import type { Calls } from './calls.ts'
import { changeFrom } from './entry-from-reply.ts'
import { DropboxError, isRefusal } from './dropbox-error.ts'
import { fieldsOf, textOf } from './reply-fields.ts'

/** Dropbox's maximum. The flags of the first listing are frozen into its cursor. */
const WHOLE_APP_FOLDER = { path: '', recursive: true, limit: 2000, include_deleted: false }

/** One page of the app folder's changes. Pages may be short or empty with more to come. */
export function readChanges(calls: Calls, cursor: string | null, turn: CallOptions): Promise<RemoteChangePage> {
  return cursor === null ? firstPage(calls, turn) : nextPage(calls, cursor, turn)
}

async function firstPage(calls: Calls, turn: CallOptions): Promise<RemoteChangePage> {
  try {
    return await calls.sdk(
      'files/list_folder',
      async (dropbox, options) => pageFrom((await dropbox.filesListFolder(WHOLE_APP_FOLDER, options)).result),
      turn,
    )
  } catch (error) {
    if (!isRefusal(error, 'path', 'not_found')) throw error
    const message =
      'The app folder is gone from the Dropbox. The user has to restore it, or disconnect and connect again.'
    throw new SyncError('folder_missing', message, { cause: error })
  }
}

async function nextPage(calls: Calls, cursor: string, turn: CallOptions): Promise<RemoteChangePage> {
  try {
    return await calls.sdk(
      'files/list_folder/continue',
      async (dropbox, options) => pageFrom((await dropbox.filesListFolderContinue({ cursor }, options)).result),
      turn,
    )
  } catch (error) {
    if (!isLostCursor(error)) throw error
    throw new SyncError('cursor_reset', 'Dropbox no longer knows the cursor: list the app folder anew.', {
      cause: error,
    })
  }
}

/** `reset`, a cursor that Dropbox cannot read (400), or an app folder that was deleted (`path/not_found`). */
export function isLostCursor(error: unknown): error is DropboxError {
  if (isRefusal(error, 'reset') || isRefusal(error, 'path', 'not_found')) return true
  return error instanceof DropboxError && error.status === 400
}

function pageFrom(reply: unknown): RemoteChangePage {
  const page = fieldsOf(reply, 'page')
  const entries: unknown = page['entries']
  if (!Array.isArray(entries)) throw new SyncError('unexpected', 'Dropbox sent a page without entries.')
  return {
    changes: entries.map(changeFrom).filter((change) => change !== null),
    cursor: textOf(page, 'cursor', 'page'),
    hasMore: page['has_more'] === true,
  }
}
