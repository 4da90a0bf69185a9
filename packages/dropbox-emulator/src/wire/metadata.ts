import { dropboxLowercase } from '../lowercase.ts'
import type { AccountState } from '../state/account-state.ts'
import { pathOf } from '../state/entry.ts'
import type { Entry, FileEntry, FolderEntry } from '../state/entry.ts'
import { changeOf } from '../state/feed.ts'
import type { SeenEntry } from '../state/feed.ts'
import type { Revision } from '../state/revision.ts'
import { sharedRootOf } from '../state/sharing.ts'
import type { View } from '../state/view.ts'
import type { Tagged } from './api-error.ts'

/** Metadata of an entry where its kind is not known beforehand: with `.tag`. */
export function metadataOf(view: View, entry: Entry): Tagged {
  return seenMetadata(view.account, { path: pathOf(entry, view.root), change: changeOf(entry) })
}

/** Metadata of a line of a listing or feed, with `.tag`. */
export function seenMetadata(account: AccountState, seen: SeenEntry): Tagged {
  const { change, path } = seen
  switch (change.type) {
    case 'deleted':
      return { '.tag': 'deleted', ...namesOf(path) }
    case 'folder':
      return { '.tag': 'folder', ...namesOf(path), id: change.id, ...folderSharing(account, change.id) }
    case 'file':
      return { '.tag': 'file', ...revisionMetadata(account, path, change.id, account.revisions.get(change.rev)) }
  }
}

/** Metadata where only a file can be meant: without `.tag`. */
export function fileMetadata(view: View, file: FileEntry): object {
  return revisionMetadata(view.account, pathOf(file, view.root), file.id, file.revision)
}

/** Metadata where only a folder can be meant: without `.tag`. */
export function folderMetadata(view: View, folder: FolderEntry): object {
  return { ...namesOf(pathOf(folder, view.root)), id: folder.id, ...folderSharing(view.account, folder.id) }
}

/** Metadata of one version of a file, without `.tag`. `path` may be empty when the file is nowhere now. */
export function revisionMetadata(
  account: AccountState,
  path: string,
  id: string,
  revision: Revision | undefined,
): object {
  if (!revision) throw new Error(`The feed names a revision of ${id} that the account does not have.`)
  return {
    ...namesOf(path),
    id,
    client_modified: wireTime(revision.clientModified),
    server_modified: wireTime(revision.serverModified),
    rev: revision.rev,
    ...fileSharing(account, id),
    ...contentMetadata(account, revision),
  }
}

function contentMetadata({ switches }: AccountState, { contentHash, exports, sizeBytes }: Revision): object {
  if (!exports) return { size: sizeBytes, is_downloadable: true, content_hash: contentHash }
  return {
    is_downloadable: false,
    export_info: { export_as: exports[0]?.format, export_options: exports.map(({ format }) => format) },
    ...(switches.documentSize === 'none' ? { size: 0 } : { size: sizeBytes, content_hash: contentHash }),
  }
}

function fileSharing(account: AccountState, id: string): object {
  const root = sharedRoot(account, id)
  if (!root) return {}
  return {
    sharing_info: {
      read_only: root.sharing?.isReadOnly ?? false,
      parent_shared_folder_id: root.namespaceId,
      modified_by: account.profile.accountId,
    },
  }
}

function folderSharing(account: AccountState, id: string): object {
  const root = sharedRoot(account, id)
  if (!root) return {}
  const read_only = root.sharing?.isReadOnly ?? false
  if (root.id !== id) return { sharing_info: { read_only, parent_shared_folder_id: root.namespaceId } }
  return { shared_folder_id: root.namespaceId, sharing_info: { read_only, shared_folder_id: root.namespaceId } }
}

function sharedRoot(account: AccountState, id: string): FolderEntry | null {
  const entry = account.entriesById.get(id)
  return entry ? sharedRootOf(entry) : null
}

export function deletedMetadata(path: string): Tagged {
  return { '.tag': 'deleted', ...namesOf(path) }
}

/** `2026-01-31T12:00:00Z`: Dropbox's times have no milliseconds. */
export function wireTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

function namesOf(path: string): { readonly name: string; readonly path_lower: string; readonly path_display: string } {
  return { name: path.slice(path.lastIndexOf('/') + 1), path_lower: dropboxLowercase(path), path_display: path }
}
