import { dropboxLowercase } from '../lowercase.ts'
import type { AccountState } from './account-state.ts'
import { isInside, namespaceRootOf } from './entry.ts'
import type { Entry, FileEntry, FolderEntry } from './entry.ts'
import { LookupFailure } from './failures.ts'
import { isLookupName, splitPath } from './names.ts'
import type { Revision } from './revision.ts'

/** What one caller sees of an account: paths start at `root`. */
export interface View {
  readonly account: AccountState
  readonly root: FolderEntry
  readonly namespaceId: string
  /** The app that calls; `null` for the owner. */
  readonly appKey: string | null
  /** The name an app folder comes back under after its owner deleted it; `null` when `root` is the account's. */
  readonly appFolderName: string | null
}

/** The owner's view: everything. */
export function ownerView(account: AccountState): View {
  return { account, root: account.root, namespaceId: account.rootNamespaceId, appKey: null, appFolderName: null }
}

/** The entry at `/a/b`, `''`, `id:…` or `ns:…/a`. @throws LookupFailure */
export function lookup(view: View, path: string): Entry {
  if (path.startsWith('id:')) return lookupId(view, path)
  if (path.startsWith('rev:')) {
    const entry = view.account.entriesById.get(lookupRevision(view, path).fileId)
    if (!entry) throw new LookupFailure('not_found')
    return entry
  }
  const { base, rest } = baseOf(view, path)
  if (isUnmounted(view) && view.account.switches.deletedAppFolder === 'notFound') throw new LookupFailure('not_found')
  return walk(view, base, rest)
}

/** The file a path, `id:` or `rev:` stands for, in the version it stands for. @throws LookupFailure */
export function lookupFile(view: View, path: string): { readonly file: FileEntry | null; readonly revision: Revision } {
  const file = path.startsWith('rev:') ? null : lookup(view, path)
  if (file && file.kind !== 'file') throw new LookupFailure('not_file')
  const revision = file ? file.revision : lookupRevision(view, path)
  if (view.account.restrictedIds.has(revision.fileId)) throw new LookupFailure('restricted_content')
  return { file, revision }
}

/** Whether the view is an app folder that its owner has deleted. */
export function isUnmounted(view: View): boolean {
  return view.appFolderName !== null && view.root.parent === null
}

export function findChild(folder: FolderEntry, name: string): Entry | undefined {
  return folder.children.get(dropboxLowercase(name))
}

/** Resolves the start of a path: the view's root, or the namespace it names. @throws LookupFailure */
export function baseOf(view: View, path: string): { readonly base: FolderEntry; readonly rest: string } {
  const named = /^ns:([0-9]+)(\/[\s\S]*)?$/.exec(path)
  if (!named) return { base: view.root, rest: path }
  const base = view.account.namespaces.get(named[1] ?? '')
  if (!base || !isInside(base, view.root)) throw new LookupFailure('not_found')
  return { base, rest: named[2] ?? '' }
}

/** The namespace that a path lies in, as far as it exists: the innermost shared or app folder around it. */
export function namespaceAt(view: View, path: string): string {
  try {
    if (path.startsWith('id:')) return namespaceRootOf(lookupId(view, path))?.namespaceId ?? view.namespaceId
    const { base, rest } = baseOf(view, path)
    let namespaceId = base.namespaceId ?? view.namespaceId
    let at = base
    for (const name of splitPath(rest.normalize('NFC')).slice(0, -1)) {
      const child = findChild(at, name)
      if (child?.kind !== 'folder') break
      at = child
      namespaceId = child.namespaceId ?? namespaceId
    }
    return namespaceId
  } catch (error) {
    if (error instanceof LookupFailure) return view.namespaceId
    throw error
  }
}

function walk(view: View, base: FolderEntry, path: string): Entry {
  let at: Entry = base
  // One slash too many at the start is forgiven when something is looked up: rclone lists `//folder`.
  for (const name of splitPath(composed(view, path).replace(/^\/+(?=\/.)/, ''))) {
    if (!isLookupName(name)) throw new LookupFailure('malformed_path')
    const child: Entry | undefined = at.kind === 'folder' ? findChild(at, name) : undefined
    if (!child) throw new LookupFailure('not_found')
    at = child
  }
  return at
}

function composed(view: View, path: string): string {
  return view.account.switches.decomposedLookup === 'found' ? path.normalize('NFC') : path
}

function lookupId(view: View, id: string): Entry {
  const entry = view.account.entriesById.get(id)
  if (!entry || entry === view.root || !isInside(entry, view.root)) throw new LookupFailure('not_found')
  return entry
}

function lookupRevision(view: View, path: string): Revision {
  const revision = view.account.revisions.get(path.slice('rev:'.length))
  const base = revision && view.account.namespaces.get(revision.namespaceId)
  if (!base || !isInside(base, view.root)) throw new LookupFailure('not_found')
  return revision
}
