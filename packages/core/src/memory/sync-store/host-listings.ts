import type { Instant } from '../../domain/instant.ts'
import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { HostChange, HostChangePage } from '../../ports/host-files.ts'
import type { HostMirrorRow } from '../../ports/sync-rows.ts'
import { epochMsOf } from '../../state/instant-of.ts'
import { keyText, table } from '../table.ts'

/** What the last listing of a record told. */
export interface HostListing {
  readonly record: RecordKey
  readonly at: Instant
  readonly rows: readonly HostMirrorRow[]
}

/** A change that a listing found, with its place in the feed. */
export interface HostFeedRow {
  readonly tenantId: string
  readonly position: number
  readonly change: HostChange
}

/** What listings of a host without a feed told, and the feed that follows from it. */
export function hostListings() {
  const listings = table<HostListing>((row) => recordKeyText(row.record))
  const feed = table<HostFeedRow>((row) => keyText(row.tenantId, row.position))
  const ofTenant = feed.index((row) => [row.tenantId])
  let lastPosition = 0
  return {
    rows: listings.rows,
    feedRows: feed.rows,
    load(rows: readonly HostListing[], feedRows: readonly HostFeedRow[]): void {
      listings.load(rows)
      feed.load(feedRows)
      lastPosition = Math.max(lastPosition, ...feedRows.map(({ position }) => position))
    },
    get: (record: RecordKey) => listings.get(recordKeyText(record)),
    /** Replaces a listing and appends what it found, unless another one overtook it. */
    put(
      record: RecordKey,
      listing: { readonly before: Instant | null; readonly at: Instant; readonly rows: readonly HostMirrorRow[] },
      changes: readonly HostChange[],
    ): boolean {
      const last = listings.get(recordKeyText(record))?.at ?? null
      if (epochOrNull(last) !== epochOrNull(listing.before)) return false
      listings.put({ record, at: listing.at, rows: listing.rows })
      for (const change of changes) {
        lastPosition += 1
        feed.put({ tenantId: record.tenantId, position: lastPosition, change })
      }
      return true
    },
    page(tenantId: string, position: string | null, limit: number): HostChangePage {
      if (position === null) return { changes: [], position: String(lastPosition), hasMore: false }
      const rows = ofTenant(tenantId).filter((row) => row.position > Number(position))
      const page = rows.slice(0, limit)
      return {
        changes: page.map(({ change }) => change),
        position: String(page.at(-1)?.position ?? position),
        hasMore: page.length < rows.length,
      }
    },
  }
}

function epochOrNull(at: Instant | null): number | null {
  return at && epochMsOf(at)
}
