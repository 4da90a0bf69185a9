import type { BulkRun } from '@twinfolder/protocol'

import { setUpCluster } from './cluster/cluster.ts'
import { company, segmentOf } from './cluster/host-records.ts'
import { definePromise } from './promise.ts'
import { sideBySide, sleep, until } from './waiting.ts'

const EMAIL = 'sofie@example.com'
const USER = 'tenant/sofie'
const ACCEPT_MS = 1000
const CANCEL_MS = 2000
const MORE_MB = 100

interface Budget {
  readonly records: number
  /** How many of them have a file; the others have an empty folder made. */
  readonly withFile: number
}

/** Q3: a run over many records, and one that is cancelled in the middle. */
export const q03 = definePromise<Budget>({
  id: 'Q3',
  says: 'A run over 10,000 records is accepted within a second, ends each record once, and is cancelled within two.',
  budgets: {
    fast: { records: 200, withFile: 20 },
    usual: { records: 10_000, withFile: 1000 },
    long: { records: 10_000, withFile: 10_000 },
  },
  isTimed: true,
  async run(context, { records, withFile }) {
    const cluster = await setUpCluster(context, { accounts: [EMAIL] })
    const browser = cluster.browser(USER)
    const failures: string[] = []
    const web = await cluster.start('web')
    await browser.link(cluster.dropbox, EMAIL)
    const numbers = Array.from({ length: withFile }, (_, at) => at + 1)
    await sideBySide(numbers, 8, (number) => cluster.crm.put(company(number), 'offer.txt', `offer ${number}`))
    const worker = await cluster.start('worker')
    await browser.bulk((await browser.startBulk(segmentOf(3, records + 1))).id)
    await cluster.untilIdle()
    const memory = async (): Promise<number> => (await worker.memoryMb()) + (await web.memoryMb())
    const askedAt = performance.now()
    const { id } = await browser.startBulk(segmentOf(records))
    const acceptedMs = performance.now() - askedAt
    const watched = await watch(
      () => browser.bulk(id),
      memory,
      (run) => context.progress(`${sum(run)} of ${run.total} records`),
    )
    const doneMs = performance.now() - askedAt
    if (acceptedMs > ACCEPT_MS * context.patience) failures.push(`it was accepted after ${acceptedMs.toFixed(0)} ms`)
    if (watched.isBackwards) failures.push('the progress went backwards')
    if (watched.moreMb > MORE_MB * context.patience) failures.push(`it took ${watched.moreMb.toFixed(0)} MB more`)
    failures.push(...wrongEnds(watched.run, { synced: withFile, emptyFolder: records - withFile }))

    const cancelled = await cancelHalfWay(browser, segmentOf(records, records + 10), CANCEL_MS * context.patience)
    failures.push(...cancelled.failures)
    return {
      measured:
        `accepted after ${acceptedMs.toFixed(0)} ms, done after ${(doneMs / 1000).toFixed(1)} s ` +
        `(${Math.round(records / (doneMs / 1000))} records/s), +${watched.moreMb.toFixed(0)} MB after the first tenth, ` +
        `cancelled after ${cancelled.ms.toFixed(0)} ms with ${cancelled.ended} done`,
      failures,
    }
  },
})

/** How many records have ended. */
export function sum({ ends }: BulkRun): number {
  return Object.values(ends).reduce((all, count) => all + count, 0)
}

/** Differences from how the records of a finished run had to end. */
export function wrongEnds(run: BulkRun, wanted: Partial<BulkRun['ends']>): readonly string[] {
  const isRight = Object.entries(run.ends).every(
    ([end, count]) => count === (wanted[end as keyof BulkRun['ends']] ?? 0),
  )
  const told = `${run.state}, ${sum(run)} of ${run.total}: ${JSON.stringify(run.ends)}`
  return run.state === 'done' && sum(run) === run.total && isRight ? [] : [`the records ended wrongly: ${told}`]
}

/** Follows a run to its end. */
async function watch(look: () => Promise<BulkRun>, memory: () => Promise<number>, tell: (run: BulkRun) => void) {
  let last = await look()
  let isBackwards = false
  // Until then the processes warm up.
  let earlyMb: number | null = null
  let mostMb = 0
  let toldAt = performance.now()
  while (last.state === 'running') {
    await sleep(200)
    const next = await look()
    const keys = Object.keys(next.ends) as (keyof BulkRun['ends'])[]
    const seen = last
    isBackwards ||= keys.some((end) => next.ends[end] < seen.ends[end])
    last = next
    if (sum(last) >= last.total / 10) {
      mostMb = Math.max(mostMb, await memory())
      earlyMb ??= mostMb
    }
    if (performance.now() - toldAt < 10_000) continue
    toldAt = performance.now()
    tell(last)
  }
  return { run: last, isBackwards, moreMb: mostMb - (earlyMb ?? 0) }
}

async function cancelHalfWay(
  browser: ReturnType<Awaited<ReturnType<typeof setUpCluster>>['browser']>,
  segment: ReturnType<typeof segmentOf>,
  limitMs: number,
) {
  const { id, total } = await browser.startBulk(segment)
  await until('the second run is under way', async () => sum(await browser.bulk(id)) >= 20)
  const askedAt = performance.now()
  const answered = await browser.cancelBulk(id)
  const ms = performance.now() - askedAt
  await sleep(1000)
  const later = await browser.bulk(id)
  const failures: string[] = []
  if (ms > limitMs) failures.push(`cancelling took ${ms.toFixed(0)} ms`)
  if (answered.state !== 'cancelled') failures.push(`the run is ${answered.state} after it was cancelled`)
  if (sum(answered) !== total || JSON.stringify(later.ends) !== JSON.stringify(answered.ends)) {
    failures.push(`records changed their end after the run was cancelled: ${JSON.stringify(later.ends)}`)
  }
  return { ms, ended: total - answered.ends.cancelled, failures }
}
