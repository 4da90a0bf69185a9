import { dropboxLowercase } from '../lowercase.ts'
import type { AccountState } from './account-state.ts'
import { placeKey } from './account-state.ts'
import { descendantsOf, isInside, namespaceRootOf, pathOf } from './entry.ts'
import type { Entry } from './entry.ts'
import type { View } from './view.ts'

/** What happened at a path. */
export type FeedChange =
  | { readonly type: 'file'; readonly id: string; readonly rev: string }
  | { readonly type: 'folder'; readonly id: string }
  | { readonly type: 'deleted' }

/**
 * One line of an account's log of changes. The log is kept per account and read per namespace: each event says which
 * namespace it happened in, and its path starts there. Applying a namespace's events in order yields its state.
 */
export interface FeedEvent {
  readonly namespaceId: string
  readonly path: string
  readonly change: FeedChange
}

/** An entry as listings and feeds show it: `path` starts at the view's root. */
export interface SeenEntry {
  readonly path: string
  readonly change: FeedChange
}

/** Logs `entry` as it is now, below `base`: the root of its namespace, or of a namespace around it. */
export function recordPut(account: AccountState, entry: Entry, base = namespaceRootOf(entry)): void {
  if (!base?.namespaceId) return
  const path = pathOf(entry, base)
  account.tombstones.delete(placeKey(base.namespaceId, dropboxLowercase(path)))
  account.feed.push({ namespaceId: base.namespaceId, path, change: changeOf(entry) })
}

/** Logs `entry` and everything below it. */
export function recordTree(account: AccountState, entry: Entry, base = namespaceRootOf(entry)): void {
  recordPut(account, entry, base)
  if (entry.kind === 'folder') for (const child of descendantsOf(entry)) recordPut(account, child, base)
}

/** Logs that `entry`, which is still in the tree, is about to leave its place. */
export function recordDeletion(account: AccountState, entry: Entry, base = namespaceRootOf(entry)): void {
  if (!base?.namespaceId) return
  const { namespaceId } = base
  const paths = [entry, ...(entry.kind === 'folder' ? descendantsOf(entry) : [])].map((each) => pathOf(each, base))
  for (const path of paths) {
    account.tombstones.set(placeKey(namespaceId, dropboxLowercase(path)), {
      namespaceId,
      path,
      at: account.clock.now(),
    })
  }
  const told = account.switches.folderDeletion === 'children' ? paths : paths.slice(0, 1)
  for (const path of told) account.feed.push({ namespaceId, path, change: { type: 'deleted' } })
}

export function changeOf(entry: Entry): FeedChange {
  return entry.kind === 'file'
    ? { type: 'file', id: entry.id, rev: entry.revision.rev }
    : { type: 'folder', id: entry.id }
}

/** An event of the feed, with the position a cursor has after it. */
export interface SeenEvent extends SeenEntry {
  readonly position: number
}

/**
 * The events after `position`, up to `end`, that concern the listing of `folderPath`, in order. An event that a later one at the
 * same path makes obsolete is left out, as Dropbox tells the latest state and not the history.
 */
export function eventsSince(
  view: View,
  position: number,
  folderPath: string,
  recursive: boolean,
  end = view.account.feed.length,
): readonly SeenEvent[] {
  const prefixes = namespacePrefixes(view)
  const told = new Set<string>()
  const events: SeenEvent[] = []
  for (let index = end - 1; index >= position; index -= 1) {
    const event = view.account.feed[index]
    const prefix = event && prefixes.get(event.namespaceId)
    if (!event || prefix === undefined) continue
    const path = concerning(prefix + event.path, event.change, folderPath, recursive)
    if (path === null) continue
    const key = dropboxLowercase(path)
    if (event.change.type !== 'deleted' && told.has(key)) continue
    told.add(key)
    events.push({ path, change: event.change, position: index + 1 })
  }
  return events.reverse()
}

/** Every event up to `end` that concerns the listing of `folderPath`, in order: replaying them yields the state then. */
export function historyUntil(view: View, end: number, folderPath: string, recursive: boolean): readonly SeenEntry[] {
  const prefixes = namespacePrefixes(view)
  return view.account.feed.slice(0, end).flatMap(({ namespaceId, path: place, change }) => {
    const prefix = prefixes.get(namespaceId)
    const path = prefix === undefined ? null : concerning(prefix + place, change, folderPath, recursive)
    return path === null ? [] : [{ path, change }]
  })
}

/** The path under which a listing of `folderPath` tells this event, or `null` when it does not concern it. */
function concerning(path: string, change: FeedChange, folderPath: string, recursive: boolean): string | null {
  const lower = dropboxLowercase(path)
  const folder = dropboxLowercase(folderPath)
  if (lower === folder) return path
  if (folder.startsWith(`${lower}/`)) return change.type === 'deleted' ? folderPath : null
  if (!lower.startsWith(`${folder}/`)) return null
  return recursive || !lower.slice(folder.length + 1).includes('/') ? path : null
}

/** For each namespace that the view can see: where it is mounted below the view's root. */
export function namespacePrefixes(view: View): ReadonlyMap<string, string> {
  const prefixes = new Map<string, string>()
  for (const [namespaceId, folder] of view.account.namespaces) {
    if (isInside(folder, view.root)) prefixes.set(namespaceId, pathOf(folder, view.root))
  }
  return prefixes
}

/** The namespaces that events since `position` happened in. */
export function namespacesChangedSince(account: AccountState, position: number): ReadonlySet<string> {
  return new Set(account.feed.slice(position).map((event) => event.namespaceId))
}
