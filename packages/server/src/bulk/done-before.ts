import { type ActivityCode, type PassReport, epochMsOf, recordKeyText } from '@twinfolder/core'

import type { StoredBulkRun } from '../ports/bulk-store.ts'
import type { ServerStores } from '../ports/server-stores.ts'

type Ended = PassReport['records'][number]

/** What a pass does for a record, as its activity tells it. */
const done: readonly ActivityCode[] = [
  'recordFolderCreated',
  'recordFolderMoved',
  'uploaded',
  'updatedInRemote',
  'putBackBecauseUpdated',
  'imported',
  'updatedInHost',
  'importedFromRename',
  'returnedAfterHostDelete',
  'folderImported',
  'conflictCopyStored',
  'adopted',
  'reattached',
  'keptAfterRemoteDelete',
  'movedInRemote',
  'deletedInRemote',
  'deletedAfterConfirmation',
]
/** Rows of a record's activity that are looked at. */
const ROWS = 20

/**
 * A worker that died had perhaps done its records and not told it; the next pass finds nothing to do for them. What was done while the run
 * was under way is what they end with.
 */
export async function withDoneBefore(
  { sync }: Pick<ServerStores, 'sync'>,
  linkId: string,
  { startedAt }: Pick<StoredBulkRun, 'startedAt'>,
  ends: readonly Ended[],
): Promise<readonly Ended[]> {
  const since = epochMsOf(startedAt)
  const idle = ends.flatMap(({ record, end }) => (end === 'nothingToDo' ? [record] : []))
  const enrolments = idle.length > 0 ? await sync.enrolmentsByRecord(linkId, idle) : []
  // One that no pass has looked at since then is as it was.
  const touched = enrolments.filter((row) => row?.lastSettledAt && epochMsOf(row.lastSettledAt) >= since)
  const records = touched.flatMap((row) => row?.record ?? [])
  if (records.length === 0) return ends
  const hasFiles = await sync.haveBaselines(linkId, records)
  const told = new Map<string, Ended['end']>()
  for (const [at, record] of records.entries()) {
    const { rows } = await sync.activity({ tenantId: record.tenantId, linkId, record }, { before: null, limit: ROWS })
    const isDone = rows.some((row) => epochMsOf(row.at) >= since && done.includes(row.code))
    if (isDone) told.set(recordKeyText(record), hasFiles[at] ? 'synced' : 'emptyFolder')
  }
  return ends.map((ended) => {
    const end = told.get(recordKeyText(ended.record))
    return ended.end === 'nothingToDo' && end ? { ...ended, end } : ended
  })
}
