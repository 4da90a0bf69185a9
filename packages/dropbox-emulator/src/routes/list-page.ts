import { dropboxLowercase } from '../lowercase.ts'
import { decodeCursor, encodeCursor } from '../state/cursor.ts'
import type { CursorState } from '../state/cursor.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import type { FolderEntry } from '../state/entry.ts'
import { LookupFailure } from '../state/failures.ts'
import { eventsSince, namespacePrefixes } from '../state/feed.ts'
import type { SeenEntry } from '../state/feed.ts'
import { listFolder, listingAt } from '../state/listing.ts'
import { lookup } from '../state/view.ts'
import type { View } from '../state/view.ts'
import { BadRequest, EndpointError, tagged } from '../wire/api-error.ts'
import { withErrors } from '../wire/failure-errors.ts'
import { seenMetadata } from '../wire/metadata.ts'
import type { Call } from '../wire/route.ts'

/** Reads a cursor's text. @throws BadRequest for garbage, EndpointError `reset` when it is no longer good */
export function openCursor(state: EmulatorState, view: View, text: string): CursorState {
  const cursor = decodeCursor(text)
  if (!cursor) throw new BadRequest(`Invalid "cursor" parameter: '${text}'`)
  const { account } = view
  const isGood =
    cursor.instance === state.instance &&
    cursor.accountId === account.profile.accountId &&
    cursor.appKey === view.appKey &&
    cursor.namespaceId === view.namespaceId &&
    cursor.epoch === account.cursorEpoch &&
    cursor.position <= account.feed.length &&
    cursor.issuedAt + account.switches.cursorLifetimeMs > state.clock.now()
  if (!isGood) throw new EndpointError(tagged('reset'))
  return cursor
}

/** One page of a listing, or of what happened since: always with a new cursor. */
export function nextPage({ view, unseenChanges }: Call, cursor: CursorState): object {
  const { account } = view
  // While changes are not seen yet, a listing ends where they begin.
  const end = Math.max(cursor.position, account.feed.length - unseenChanges)
  const untold = { ...cursor, issuedAt: account.clock.now() }
  if (cursor.after !== null) {
    const { after } = cursor
    const entries = wanted(view, cursor, listed(view, cursor)).filter((entry) => entry.key > after)
    return page(view, untold, end, entries, (last, isLast) => ({ after: isLast ? null : (last?.key ?? after) }))
  }
  folderOf(view, cursor)
  return page(view, untold, end, newEvents(view, cursor, end), (last, isLast) => ({
    position: isLast ? end : (last?.position ?? cursor.position),
  }))
}

function listed(view: View, cursor: CursorState) {
  if (cursor.isReplay) return listingAt(view, cursor)
  return listFolder(view, folderOf(view, cursor), cursor)
}

/** The listed folder. @throws EndpointError when it is gone */
function folderOf(view: View, cursor: CursorState): FolderEntry {
  return withErrors({ lookup: 'path' }, () => {
    const entry = lookup(view, cursor.path)
    if (entry.kind !== 'folder') throw new LookupFailure('not_folder')
    return entry
  })
}

function newEvents(view: View, cursor: CursorState, end: number) {
  const events = wanted(view, cursor, eventsSince(view, cursor.position, cursor.path, cursor.recursive, end))
  const told = cursor.includeDeleted || view.account.switches.deletionsInContinue === 'always'
  return told ? events : events.filter((event) => event.change.type !== 'deleted')
}

/** Documents and shared folders are left out where the listing was asked to. */
function wanted<Seen extends SeenEntry>(view: View, cursor: CursorState, entries: readonly Seen[]): readonly Seen[] {
  const shared = cursor.withoutShared ? sharedPaths(view) : []
  if (shared.length === 0 && !cursor.withoutDocuments) return entries
  return entries.filter(({ change, path }) => {
    const lower = dropboxLowercase(path)
    if (shared.some((folder) => lower === folder || lower.startsWith(`${folder}/`))) return false
    return !cursor.withoutDocuments || change.type !== 'file' || !view.account.revisions.get(change.rev)?.exports
  })
}

/** Where the shared folders are that the view can see. */
function sharedPaths(view: View): readonly string[] {
  return [...namespacePrefixes(view)].flatMap(([namespaceId, path]) =>
    view.account.namespaces.get(namespaceId)?.sharing ? [dropboxLowercase(path)] : [],
  )
}

/** @param advanceTo what the next cursor remembers after `last`; `isLast` says that nothing is left */
function page<Seen extends SeenEntry>(
  view: View,
  cursor: CursorState,
  end: number,
  entries: readonly Seen[],
  advanceTo: (last: Seen | undefined, isLast: boolean) => Partial<CursorState>,
): object {
  const { switches } = view.account
  if (switches.emptyPages && entries.length > 0 && !cursor.hasPaused) {
    return { entries: [], cursor: encodeCursor({ ...cursor, hasPaused: true }), has_more: true }
  }
  const told = entries.slice(0, cursor.limit ?? switches.pageSize)
  const isLast = told.length === entries.length
  const next: CursorState = { ...cursor, hasPaused: false, ...advanceTo(told.at(-1), isLast) }
  const hasMore = !isLast || (cursor.after !== null && newEvents(view, next, end).length > 0)
  return {
    entries: told.map((entry) => seenMetadata(view.account, entry)),
    cursor: encodeCursor(next),
    has_more: hasMore,
  }
}
