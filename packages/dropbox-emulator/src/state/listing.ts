import { dropboxLowercase } from '../lowercase.ts'
import { childrenOf, descendantsOf, pathOf } from './entry.ts'
import type { FolderEntry } from './entry.ts'
import { changeOf, historyUntil, namespacePrefixes } from './feed.ts'
import type { SeenEntry } from './feed.ts'
import type { View } from './view.ts'

export interface ListingOptions {
  readonly recursive: boolean
  readonly includeDeleted: boolean
}

/** An entry of a listing and its place in the listing's order. */
export interface ListedEntry extends SeenEntry {
  readonly key: string
}

/**
 * What a listing of `folder` shows now, in an order that stays the same while entries come and go: so a listing can
 * go on after any key. A recursive listing begins with the folder itself, unless that is the root.
 */
export function listFolder(view: View, folder: FolderEntry, options: ListingOptions): readonly ListedEntry[] {
  const entries = options.recursive ? [...(folder === view.root ? [] : [folder]), ...descendantsOf(folder)] : null
  const listed = (entries ?? childrenOf(folder)).map((entry): ListedEntry => {
    const path = pathOf(entry, view.root)
    return { path, change: changeOf(entry), key: orderKey(path) }
  })
  if (!options.includeDeleted) return listed
  const byKey = new Map(
    deletedIn(view, pathOf(folder, view.root), options.recursive).map((entry) => [entry.key, entry]),
  )
  for (const entry of listed) byKey.set(entry.key, entry)
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** What a listing showed when the account's feed was at `position`: the feed replayed, without what was deleted. */
export function listingAt(
  view: View,
  {
    path: folderPath,
    position,
    recursive,
  }: { readonly path: string; readonly position: number; readonly recursive: boolean },
): readonly ListedEntry[] {
  const byKey = new Map<string, ListedEntry>()
  for (const { path, change } of historyUntil(view, position, folderPath, recursive)) {
    const key = orderKey(path)
    if (change.type !== 'folder') {
      for (const known of byKey.keys()) if (known === key || known.startsWith(`${key}\0`)) byKey.delete(known)
    }
    if (change.type !== 'deleted' && path !== '') byKey.set(key, { path, change, key })
  }
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

function deletedIn(view: View, folderPath: string, recursive: boolean): readonly ListedEntry[] {
  const prefixes = namespacePrefixes(view)
  const start = `${dropboxLowercase(folderPath)}/`
  const deleted: ListedEntry[] = []
  for (const tombstone of view.account.tombstones.values()) {
    const prefix = prefixes.get(tombstone.namespaceId)
    if (prefix === undefined) continue
    const path = prefix + tombstone.path
    const lower = dropboxLowercase(path)
    if (!lower.startsWith(start) || (!recursive && lower.slice(start.length).includes('/'))) continue
    deleted.push({ path, change: { type: 'deleted' }, key: orderKey(path) })
  }
  return deleted
}

/** Sorts a folder right before its children: NUL comes before every character a name can have. */
function orderKey(path: string): string {
  return dropboxLowercase(path).replaceAll('/', '\0')
}
