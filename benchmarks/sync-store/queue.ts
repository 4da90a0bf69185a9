import { type RecordKey, instantOf } from '@twinfolder/core'
import { type BulkStore, type WorkQueue, workPriority } from '@twinfolder/server'

import { link } from './account.ts'
import { quantile, round, tell, timed } from './figures.ts'

const LINKS = 100
const REQUESTS_A_CALL = 50_000

/** Asking for very many records, and claiming, ending and overtaking while they wait. */
export async function benchQueue(work: WorkQueue, records: number): Promise<void> {
  const [enqueueMs] = await timed(async () => {
    for (let at = 0; at < records; at += REQUESTS_A_CALL) {
      await work.request(
        Array.from({ length: Math.min(REQUESTS_A_CALL, records - at) }, (_, index) => ({
          linkId: `link-${(at + index) % LINKS}`,
          record: recordOf(at + index),
          priority: workPriority.bulk,
        })),
      )
    }
  })
  tell('enqueue', {
    records,
    links: LINKS,
    seconds: round(enqueueMs / 1000),
    rowsPerSecond: Math.round((records / enqueueMs) * 1000),
  })
  await claims(work, records)
}

async function claims(work: WorkQueue, pending: number): Promise<void> {
  const [claimTimes, ackTimes]: [number[], number[]] = [[], []]
  let ended = 0
  const [totalMs] = await timed(async () => {
    for (let at = 0; at < 500; at += 1) {
      const [claimMs, claim] = await timed(() => claimNext(work))
      if (!claim) return
      const [ackMs] = await timed(() => work.ack(claim, claim.items))
      claimTimes.push(claimMs)
      ackTimes.push(ackMs)
      ended += claim.items.length
    }
  })
  tell('claim', {
    pending,
    claimP50Ms: quantile(claimTimes, 0.5),
    claimP95Ms: quantile(claimTimes, 0.95),
    ackP50Ms: quantile(ackTimes, 0.5),
    ackP95Ms: quantile(ackTimes, 0.95),
    recordsPerSecondOneWorker: Math.round((ended / totalMs) * 1000),
  })
  const clicks: number[] = []
  for (let click = 0; click < 50; click += 1) {
    const linkId = `link-${click}`
    const [ms, claim] = await timed(async () => {
      await work.request([{ linkId, record: recordOf(pending + click), priority: workPriority.person }])
      return claimNext(work)
    })
    if (claim?.linkId !== linkId) throw new Error('Somebody went before a person.')
    clicks.push(ms)
    await work.ack(claim, claim.items)
  }
  tell('click', { pending, requestAndClaimP95Ms: quantile(clicks, 0.95) })
}

/** A run over records as the server starts it: rows of the run, then rows of work. */
export async function benchBulk(bulk: BulkStore, work: WorkQueue, database: string, records: number): Promise<void> {
  const keys = Array.from({ length: records }, (_, index) => recordOf(index))
  const noEnds = { synced: 0, emptyFolder: 0, oneWay: 0, nothingToDo: 0, skipped: 0, failed: 0, cancelled: 0 }
  const run = {
    id: `run-${database}`,
    user: link.user,
    linkId: 'link of a run',
    module: 'companies',
    state: 'running',
    total: records,
    ends: noEnds,
    startedAt: link.createdAt,
    endedAt: null,
    retryOf: null,
  } as const
  const [ms] = await timed(async () => {
    await bulk.create(run, keys)
    await work.request(
      keys.map((record) => ({ linkId: run.linkId, record, priority: workPriority.bulk, bulkId: run.id })),
    )
  })
  tell('bulk run accepted', { database, records, ms: round(ms) })
}

function claimNext(work: WorkQueue) {
  const now = instantOf(Date.now())
  return work.claim('bench', { now, until: instantOf(Date.now() + 10_000), limit: 50 })
}

function recordOf(number: number): RecordKey {
  return { tenantId: 'tenant', module: 'companies', id: `${number}` }
}
