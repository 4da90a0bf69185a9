import { instantOf } from '@twinfolder/core'

import { type WorkRequest, workPriority } from '../src/index.ts'
import { openDatabase, postgresStores } from '../src/postgres/index.ts'
import { company } from './cluster/host-records.ts'
import { definePromise } from './promise.ts'
import { percentile, sideBySide } from './waiting.ts'

const LINKS = 100
/** So many users ask at the same time. */
const ASKING = 4
const ENQUEUE_MS = 30_000
const CLAIM_MS = 50
const OVERTAKE_MS = 2000
const CLAIMS = 200

interface Budget {
  readonly records: number
}

/** Q4: the queue alone, as a million passes would take a day. */
export const q04 = definePromise<Budget>({
  id: 'Q4',
  says: 'A million records are queued within 30 seconds; work is found within 50 ms among them, and what a person asks for first.',
  budgets: { usual: { records: 1_000_000 }, long: { records: 1_000_000 } },
  isTimed: true,
  async run(context, { records }) {
    const { db, close } = await openDatabase({ url: await context.database() }, { migrate: false })
    context.defer(close)
    const { work } = postgresStores(db)
    const each = records / LINKS
    const startedAt = performance.now()
    await sideBySide([...Array.from({ length: LINKS }).keys()], ASKING, async (link) => {
      const of = (at: number): WorkRequest => ({
        linkId: `link ${link}`,
        record: company(at),
        priority: workPriority.bulk,
        bulkId: `run ${link}`,
      })
      await work.request(Array.from({ length: each }, (_, at) => of(at)))
    })
    const enqueueMs = performance.now() - startedAt
    context.progress('everything is queued')

    const now = (): ReturnType<typeof instantOf> => instantOf(Date.now())
    const claim = (limit: number) => work.claim('owner', { now: now(), until: instantOf(Date.now() + 60_000), limit })
    const times: number[] = []
    for (let at = 0; at < CLAIMS; at += 1) {
      const claimedAt = performance.now()
      const claimed = await claim(50)
      times.push(performance.now() - claimedAt)
      if (!claimed) throw new Error('There is work, and none was found.')
      await work.ack(claimed, claimed.items)
    }
    const clickedAt = performance.now()
    await work.request([{ linkId: 'link 50', record: company('clicked'), priority: workPriority.person }])
    const next = await claim(50)
    const overtakeMs = performance.now() - clickedAt
    const isFirst = next?.linkId === 'link 50' && next.items[0]?.record?.id === 'clicked'
    const p95 = percentile(times, 0.95)
    return {
      measured: `${records} queued in ${(enqueueMs / 1000).toFixed(1)} s, p95 of a claim ${p95.toFixed(1)} ms, a click found after ${overtakeMs.toFixed(0)} ms`,
      failures: [
        ...(enqueueMs > ENQUEUE_MS ? [`queueing took ${(enqueueMs / 1000).toFixed(1)} s`] : []),
        ...(p95 > CLAIM_MS ? [`the p95 of a claim is ${p95.toFixed(1)} ms`] : []),
        ...(isFirst && overtakeMs <= OVERTAKE_MS ? [] : ['what a person asked for was not the next']),
      ],
    }
  },
})
