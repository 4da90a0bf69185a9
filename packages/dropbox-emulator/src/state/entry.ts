import type { Revision } from './revision.ts'

/** A folder. The root of an account and each app folder are also the root of a namespace. */
export interface FolderEntry {
  readonly kind: 'folder'
  readonly id: string
  name: string
  /** `null` for the account's root, and for an app folder that its owner has deleted. */
  parent: FolderEntry | null
  /** By name in Dropbox's lowercase. */
  readonly children: Map<string, Entry>
  /** Set when this folder is the root of a namespace. */
  namespaceId: string | null
  /** Set when this folder is shared with others; it is the root of a namespace then. */
  sharing: FolderSharing | null
}

/** How the owner of the account takes part in a shared folder. */
export interface FolderSharing {
  /** Whether the owner may only look. */
  isReadOnly: boolean
}

export interface FileEntry {
  readonly kind: 'file'
  readonly id: string
  name: string
  parent: FolderEntry
  revision: Revision
}

export type Entry = FolderEntry | FileEntry

/** The root of the namespace that `entry` is an entry of. A mounted app folder belongs to the namespace around it. */
export function namespaceRootOf(entry: Entry): FolderEntry | null {
  for (let folder = entry.parent; folder; folder = folder.parent) if (folder.namespaceId) return folder
  return null
}

/** The path of `entry` below `root` in stored spelling: `/Companies/Acme`, and `''` for `root` itself. */
export function pathOf(entry: Entry, root: FolderEntry): string {
  let path = ''
  for (let at: Entry | null = entry; at && at !== root; at = at.parent) path = `/${at.name}${path}`
  return path
}

export function isInside(entry: Entry, folder: FolderEntry): boolean {
  for (let at: Entry | null = entry; at; at = at.parent) if (at === folder) return true
  return false
}

/** Everything below `folder`, parents before children, siblings by name. */
export function* descendantsOf(folder: FolderEntry): Generator<Entry> {
  for (const child of childrenOf(folder)) {
    yield child
    if (child.kind === 'folder') yield* descendantsOf(child)
  }
}

/** The children of `folder` by name. A copy, so that the caller may change the folder meanwhile. */
export function childrenOf(folder: FolderEntry): readonly Entry[] {
  return [...folder.children].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry)
}
