import { modules, type RecordKey } from '../../domain/record-ref.ts'
import type { HostChangePage } from '../../ports/host-files.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import type { Pass } from '../pass.ts'
import { type FeedPositions, feedPositionText, feedPositionsOf } from './feed-position.ts'
import { isListed, listRecords } from './list-records.ts'

/** Changes on a page of what listings found. */
const PAGE_CHANGES = 500

/**
 * Reads what changed in the host to its end and marks what it tells about enrolled records: the host's own feed, and what listings
 * found in modules without one, by this link's passes or another's. Other records only move the position.
 *
 * @param wanted records to list now, where they are to be listed at all
 */
export async function readFeed(pass: Pass, wanted: readonly RecordKey[] | null): Promise<void> {
  const { files, store, link } = pass
  const { tenantId } = link.user
  if (files.changes) {
    const changes = files.changes.bind(files)
    await follow(pass, 'feed', (position) => changes(tenantId, position))
  }
  if (!modules.some((module) => isListed(pass, module))) return
  const found = (position: string | null): Promise<HostChangePage> => store.hostFeed(tenantId, position, PAGE_CHANGES)
  // A new link starts from here, before it lists anything: what its own listings find is news to it.
  if (feedPositionsOf(pass.position.feedPosition).listed === null) await follow(pass, 'listed', found)
  await listRecords(pass, wanted)
  await follow(pass, 'listed', found)
}

async function follow(
  pass: Pass,
  which: keyof FeedPositions,
  read: (position: string | null) => Promise<HostChangePage>,
): Promise<void> {
  const { position } = pass
  for (let hasMore = true; hasMore;) {
    const before = feedPositionsOf(position.feedPosition)
    const page = await read(before[which])
    hasMore = page.hasMore
    if (page.changes.length === 0 && page.position === before[which]) return
    const enrolments = page.changes.length > 0 ? await pass.enrolments() : null
    const marks = page.changes
      .filter((change) => enrolments?.has(change.record))
      .map(({ record, fileId }): StoreWrite => ({ type: 'markDirty', key: { type: 'file', record, fileId } }))
    const feedPosition = feedPositionText({ ...before, [which]: page.position })
    await pass.commit([...marks, { type: 'updateLink', set: { feedPosition } }])
    position.feedPosition = feedPosition
  }
}
