import { newNumericId } from '../ids.ts'
import type { AccountState } from './account-state.ts'
import { descendantsOf } from './entry.ts'
import type { Entry, FolderEntry } from './entry.ts'
import { ShareFailure, WriteFailure } from './failures.ts'
import { recordDeletion, recordTree } from './feed.ts'

/** The shared folder that `entry` is, or lies in. */
export function sharedRootOf(entry: Entry): FolderEntry | null {
  for (let at: Entry | null = entry; at; at = at.parent) if (at.kind === 'folder' && at.sharing) return at
  return null
}

/** Whether a shared folder is `entry` or lies in it. */
export function holdsSharedFolder(entry: Entry): boolean {
  if (entry.kind === 'file') return false
  if (entry.sharing) return true
  for (const each of descendantsOf(entry)) if (each.kind === 'folder' && each.sharing) return true
  return false
}

/** @throws WriteFailure when the owner may only look at what is in `folder` */
export function requireWritable(folder: FolderEntry | null): void {
  if (folder && sharedRootOf(folder)?.sharing?.isReadOnly) throw new WriteFailure('no_write_permission')
}

/**
 * Shares a folder: it becomes a namespace of its own. The change feed tells it as deleted and made again, as Dropbox
 * does.
 *
 * @throws ShareFailure when this folder cannot be shared
 */
export function shareFolder(account: AccountState, entry: Entry): FolderEntry {
  if (entry.kind === 'file') throw new ShareFailure('is_file')
  if (entry.sharing) throw new ShareFailure('already_shared')
  if (!entry.parent) throw new ShareFailure('invalid_path')
  if (sharedRootOf(entry)) throw new ShareFailure('inside_shared_folder')
  if (entry.namespaceId) throw new ShareFailure('is_app_folder')
  if (isInAppFolder(entry)) throw new ShareFailure('inside_app_folder')
  for (const each of descendantsOf(entry)) {
    if (each.kind !== 'folder' || !each.namespaceId) continue
    throw new ShareFailure(each.sharing ? 'contains_shared_folder' : 'contains_app_folder')
  }
  recordDeletion(account, entry)
  entry.namespaceId = newNumericId()
  entry.sharing = { isReadOnly: false }
  account.namespaces.set(entry.namespaceId, entry)
  recordTree(account, entry)
  return entry
}

function isInAppFolder(entry: Entry): boolean {
  for (let at = entry.parent; at?.parent; at = at.parent) if (at.namespaceId && !at.sharing) return true
  return false
}
