import type { RecordKey } from '../../domain/record-ref.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import type { Pass } from '../pass.ts'

/** Reads the host's feed to its end and marks what it tells about enrolled records. Other records only move the position. */
export async function readFeed(pass: Pass, _wanted: readonly RecordKey[] | null): Promise<void> {
  const { files, link, position } = pass
  if (!files.changes) return
  for (let hasMore = true; hasMore;) {
    const page = await files.changes(link.user.tenantId, position.feedPosition)
    hasMore = page.hasMore
    if (page.changes.length === 0 && page.position === position.feedPosition) return
    const enrolments = page.changes.length > 0 ? await pass.enrolments() : null
    const marks = page.changes
      .filter((change) => enrolments?.has(change.record))
      .map(({ record, fileId }): StoreWrite => ({ type: 'markDirty', key: { type: 'file', record, fileId } }))
    await pass.commit([...marks, { type: 'updateLink', set: { feedPosition: page.position } }])
    position.feedPosition = page.position
  }
}
