import type { Browser } from './cluster/browser.ts'
import { setUpCluster } from './cluster/cluster.ts'
import { company, segmentOf } from './cluster/host-records.ts'
import { definePromise } from './promise.ts'
import { sum } from './q03-bulk.ts'
import { until } from './waiting.ts'

const [LARGE, SMALL] = ['large@example.com', 'small@example.com']
const RECORDS = 10
/** Twice as long, and the time of one pass of somebody else. */
const slower = (aloneMs: number): number => aloneMs * 2 + 1000

interface Budget {
  readonly records: number
}

/** Q11: one worker, two tenants. */
export const q11 = definePromise<Budget>({
  id: 'Q11',
  says: 'Ten records of one tenant take at most twice as long while another tenant has a hundred thousand in work.',
  budgets: { usual: { records: 100_000 }, long: { records: 100_000 } },
  isTimed: true,
  async run(context, { records }) {
    const cluster = await setUpCluster(context, { accounts: [LARGE, SMALL] })
    await cluster.start('web')
    await cluster.start('worker')
    const [large, small] = [cluster.browser('large/lea'), cluster.browser('small/sofie')]
    await large.link(cluster.dropbox, LARGE)
    await small.link(cluster.dropbox, SMALL)
    for (let at = 1; at <= 4 * RECORDS; at += 1) await cluster.crm.put(company(at, 'small'), 'offer.txt', `offer ${at}`)
    await cluster.untilIdle()
    await timeOf(small, 1)
    const aloneMs = await timeOf(small, RECORDS + 1)
    const { id } = await large.startBulk(segmentOf(records))
    await until('the other tenant is under way', async () => sum(await large.bulk(id)) > 0)
    const besideMs = [await timeOf(small, 2 * RECORDS + 1), await timeOf(small, 3 * RECORDS + 1)]
    const done = sum(await large.bulk(id))
    await large.cancelBulk(id)
    const longest = Math.max(...besideMs)
    return {
      measured: `${RECORDS} records alone ${aloneMs.toFixed(0)} ms, beside ${records} of another tenant (${done} done) ${besideMs.map((ms) => ms.toFixed(0)).join(' and ')} ms`,
      failures: [
        ...(longest > slower(aloneMs) ? [`it took ${longest.toFixed(0)} ms instead of ${aloneMs.toFixed(0)} ms`] : []),
        ...(done >= records ? ['the other tenant was done before'] : []),
      ],
    }
  },
})

/** How long a run over ten records takes, from the first of them on. */
async function timeOf(browser: Browser, from: number): Promise<number> {
  const startedAt = performance.now()
  const { id } = await browser.startBulk(segmentOf(RECORDS, from))
  await until('the run is done', async () => (await browser.bulk(id)).state === 'done', { everyMs: 20 })
  return performance.now() - startedAt
}
