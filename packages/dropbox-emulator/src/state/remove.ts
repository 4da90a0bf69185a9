import { dropboxLowercase } from '../lowercase.ts'
import type { AccountState } from './account-state.ts'
import { descendantsOf, namespaceRootOf } from './entry.ts'
import type { Entry, FolderEntry } from './entry.ts'
import { recordDeletion } from './feed.ts'

/** Deletes an entry and everything below it. Its revisions stay. App folders in it are emptied and unmounted. */
export function removeEntry(account: AccountState, entry: Entry): void {
  recordDeletion(account, entry)
  const removed = [entry, ...(entry.kind === 'folder' ? descendantsOf(entry) : [])]
  for (const each of removed) if (each.kind === 'folder' && each.namespaceId) emptyNamespace(account, each)
  entry.parent?.children.delete(dropboxLowercase(entry.name))
  for (const each of removed) {
    account.entriesById.delete(each.id)
    if (each.kind === 'file') account.usedBytes -= each.revision.sizeBytes
    else if (each.namespaceId) each.parent = null
  }
}

function emptyNamespace(account: AccountState, root: FolderEntry): void {
  for (const child of root.children.values()) recordDeletion(account, child, namespaceRootOf(child))
  root.children.clear()
}
