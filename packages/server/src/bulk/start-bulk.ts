import { type Link, type RecordKey, instantOf } from '@twinfolder/core'

import type { Session } from '../options.ts'
import type { StoredBulkRun } from '../ports/bulk-store.ts'
import { workPriority } from '../ports/work-queue.ts'
import type { ServerParts } from '../server-parts.ts'

type Parts = Pick<ServerParts, 'settings' | 'stores' | 'bulkEvents'>

const LOOK_AFTER_MS = 60_000

/** No record has ended yet. */
const noEnds = { synced: 0, emptyFolder: 0, oneWay: 0, nothingToDo: 0, skipped: 0, failed: 0, cancelled: 0 }

/** So many records are asked for before the answer, and so many at a time after it. */
const RECORDS_AT_ONCE = 1000

/**
 * Starts a run over a snapshot of records and returns at once: the worker enrols each record when its turn comes, and only the first
 * thousand are in the queue by then, so that ten thousand are accepted nearly as fast as ten.
 */
export async function startBulk(
  { settings, stores, bulkEvents }: Parts,
  session: Session,
  link: Link,
  run: {
    readonly records: readonly RecordKey[]
    readonly module: StoredBulkRun['module']
    readonly retryOf: string | null
  },
): Promise<StoredBulkRun> {
  const at = instantOf(settings.clock.now())
  const { records, module, retryOf } = run
  const isEmpty = records.length === 0
  const stored: StoredBulkRun = {
    id: settings.random.id(),
    user: { tenantId: session.tenantId, userId: session.userId },
    linkId: link.id,
    module,
    state: isEmpty ? 'done' : 'running',
    total: records.length,
    ends: noEnds,
    startedAt: at,
    endedAt: isEmpty ? at : null,
    retryOf,
  }
  // Were this process to die before the records are asked for, whoever looks at the link then asks for them.
  await stores.links.setLook(link.id, instantOf(settings.clock.now() + LOOK_AFTER_MS))
  await stores.bulk.create(stored, records)
  await requestRecords(stores, stored, records.slice(0, RECORDS_AT_ONCE))
  if (records.length > RECORDS_AT_ONCE) void requestRest({ settings, stores }, stored, records)
  bulkEvents.changed(stored)
  settings.log({ level: 'info', event: 'bulk.started', bulkId: stored.id, records: records.length, ...stored.user })
  return stored
}

async function requestRecords(
  { work }: Parts['stores'],
  { id, linkId }: StoredBulkRun,
  records: readonly RecordKey[],
): Promise<void> {
  await work.request(records.map((record) => ({ linkId, record, priority: workPriority.bulk, bulkId: id })))
}

/** What was not asked for before the answer. It ends with the run; if it fails, the next look at the link asks. */
async function requestRest(
  { settings, stores }: Pick<Parts, 'settings' | 'stores'>,
  run: StoredBulkRun,
  records: readonly RecordKey[],
): Promise<void> {
  try {
    for (let from = RECORDS_AT_ONCE; from < records.length; from += RECORDS_AT_ONCE) {
      await requestRecords(stores, run, records.slice(from, from + RECORDS_AT_ONCE))
      if ((await stores.bulk.get(run.id))?.state === 'running') continue
      await stores.work.cancel({ linkId: run.linkId, bulkId: run.id })
      return
    }
  } catch (error) {
    settings.log({ level: 'warn', event: 'bulk.requestFailed', bulkId: run.id, message: String(error) })
  }
}
