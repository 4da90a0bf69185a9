import { dropboxLowercase } from '../lowercase.ts'
import type { AccountState } from '../state/account-state.ts'
import { pathOf } from '../state/entry.ts'
import type { Entry, FileEntry, FolderEntry } from '../state/entry.ts'
import { changeOf } from '../state/feed.ts'
import type { SeenEntry } from '../state/feed.ts'
import type { Revision } from '../state/revision.ts'
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
      return { '.tag': 'folder', ...namesOf(path), id: change.id }
    case 'file':
      return { '.tag': 'file', ...revisionMetadata(path, change.id, account.revisions.get(change.rev)) }
  }
}

/** Metadata where only a file can be meant: without `.tag`. */
export function fileMetadata(view: View, file: FileEntry): object {
  return revisionMetadata(pathOf(file, view.root), file.id, file.revision)
}

/** Metadata where only a folder can be meant: without `.tag`. */
export function folderMetadata(view: View, folder: FolderEntry): object {
  return { ...namesOf(pathOf(folder, view.root)), id: folder.id }
}

/** Metadata of one version of a file, without `.tag`. `path` may be empty when the file is nowhere now. */
export function revisionMetadata(path: string, id: string, revision: Revision | undefined): object {
  if (!revision) throw new Error(`The feed names a revision of ${id} that the account does not have.`)
  return {
    ...namesOf(path),
    id,
    client_modified: wireTime(revision.clientModified),
    server_modified: wireTime(revision.serverModified),
    rev: revision.rev,
    size: revision.sizeBytes,
    is_downloadable: true,
    content_hash: revision.contentHash,
  }
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
