import type { CallOptions, RemoteChange, RemoteChangePage, RemoteEntry } from '../../ports/remote.ts'
import { SyncError } from '../../sync-error.ts'
import { onCancel } from '../cancelled.ts'

/** How many full listings stay readable; the cursors of older ones are lost. */
const KEPT_LISTINGS = 16

/**
 * The change feed of a memory remote: a full listing in pages, then what happened since it began, in order.
 * A cursor is `generation.listing.place.serial`: `listing` is 0 once the listing is read, `serial` makes it new.
 */
export function changeLog(listAll: () => readonly RemoteEntry[], pageSize: number) {
  const log: RemoteChange[] = []
  const listings = new Map<number, { readonly entries: readonly RemoteEntry[]; readonly logStart: number }>()
  let generation = 1
  let lastListing = 0
  let serial = 0

  const cursorAt = (listing: number, place: number): string => `${generation}.${listing}.${place}.${++serial}`
  const startListing = (): number => {
    lastListing += 1
    listings.set(lastListing, { entries: listAll(), logStart: log.length })
    listings.delete(lastListing - KEPT_LISTINGS)
    return lastListing
  }
  const pageOfListing = (listing: number, place: number): RemoteChangePage => {
    const kept = listings.get(listing)
    if (kept === undefined) throw lostCursor()
    const changes = kept.entries.slice(place, place + pageSize)
    const end = place + changes.length
    if (end < kept.entries.length) return { changes, cursor: cursorAt(listing, end), hasMore: true }
    return { changes, cursor: cursorAt(0, kept.logStart), hasMore: log.length > kept.logStart }
  }
  const pageOfLog = (place: number): RemoteChangePage => {
    const changes = log.slice(place, place + pageSize)
    const end = place + changes.length
    return { changes, cursor: cursorAt(0, end), hasMore: log.length > end }
  }

  /** The place in the log of a cursor that is ours; `null` for one of a listing that is still being read. @throws SyncError `cursor_reset` */
  const placeInLog = (cursor: string): number | null => {
    const [ofGeneration, listing, place] = cursor.split('.').map(Number)
    if (ofGeneration !== generation || listing === undefined || place === undefined) throw lostCursor()
    return listing === 0 ? place : null
  }
  const listeners = new Set<() => void>()

  return {
    append(...changes: readonly RemoteChange[]): void {
      log.push(...changes)
      for (const tell of listeners) tell()
    },
    /**
     * Whether there is something after the cursor; waits for it unless no time is given. There are no timers here: it ends with the
     * next change or with the caller's patience. @throws SyncError `cursor_reset`, `cancelled`
     */
    async changed(
      cursor: string,
      { signal, timeoutSeconds = 30 }: CallOptions & { readonly timeoutSeconds?: number | undefined } = {},
    ): Promise<boolean> {
      const place = placeInLog(cursor)
      const isNew = (): boolean => place === null || log.length > place
      if (isNew() || timeoutSeconds <= 0) return isNew()
      await new Promise<void>((resolve, reject) => {
        const stop = (): void => {
          listeners.delete(stop)
          if (signal?.aborted) reject(new SyncError('cancelled', 'Nobody waits for a change any more.'))
          else resolve()
        }
        listeners.add(stop)
        onCancel({ signal }, stop)
      })
      placeInLog(cursor)
      return isNew()
    },
    /** @throws SyncError `cursor_reset` */
    page(cursor: string | null): RemoteChangePage {
      if (cursor === null) return pageOfListing(startListing(), 0)
      const [ofGeneration, listing, place] = cursor.split('.').map(Number)
      const isOurs = ofGeneration === generation && Number.isInteger(listing) && Number.isInteger(place)
      if (!isOurs || listing === undefined || place === undefined) throw lostCursor()
      return listing === 0 ? pageOfLog(place) : pageOfListing(listing, place)
    },
    /** Makes every cursor so far useless. */
    loseCursors(): void {
      generation += 1
      listings.clear()
      for (const tell of listeners) tell()
    },
  }
}

function lostCursor(): SyncError {
  return new SyncError('cursor_reset', 'The cursor is lost; list anew.')
}
