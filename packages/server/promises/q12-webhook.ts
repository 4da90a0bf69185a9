import { createHmac } from 'node:crypto'

import { setUpCluster } from './cluster/cluster.ts'
import { APP_FOLDER, APP_SECRET } from './cluster/emulator-process.ts'
import { company, folderOf } from './cluster/host-records.ts'
import type { PromiseContext } from './context.ts'
import { definePromise } from './promise.ts'
import { startOneProcess } from './single/one-process.ts'
import { percentile, sleep } from './waiting.ts'

const EMAIL = 'sofie@example.com'
const USER = 'tenant/sofie'
const PER_SECOND = 200
const P99_MS = 100
const DUPLICATES = 100
const RECONCILE_MS = 66 * 60_000

interface Budget {
  readonly seconds: number
}

/** Q12: many notifications, the same again and again, and one that never came. */
export const q12 = definePromise<Budget>({
  id: 'Q12',
  says: 'Notifications are answered within 100 ms at 200 a second, a hundred alike are one pass, and a lost one is made good within 66 minutes.',
  budgets: { fast: { seconds: 2 }, usual: { seconds: 15 }, long: { seconds: 300 } },
  isTimed: true,
  async run(context, { seconds }) {
    const storm = await stormOf(context, seconds)
    const lost = await lostNotification(context)
    return { measured: `${storm.measured}; ${lost.measured}`, failures: [...storm.failures, ...lost.failures] }
  },
})

/** A notification as Dropbox signs it. */
function notification(accountId: string): RequestInit {
  const body = JSON.stringify({ list_folder: { accounts: [accountId] }, delta: { users: [] } })
  const signature = createHmac('sha256', APP_SECRET).update(body).digest('hex')
  return { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-dropbox-signature': signature } }
}

async function stormOf(context: PromiseContext, seconds: number) {
  const cluster = await setUpCluster(context, { accounts: [EMAIL] })
  await cluster.start('web')
  await cluster.browser(USER).link(cluster.dropbox, EMAIL)
  const accountId = await cluster.dropbox.account(EMAIL).accountId()
  const uri = `${cluster.origin}/twinfolder/webhooks/dropbox`
  const notify = async (): Promise<number> => {
    const startedAt = performance.now()
    const answer = await fetch(uri, notification(accountId))
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`A notification was answered ${answer.status}.`)
    return performance.now() - startedAt
  }
  // Nobody works: a hundred alike are one piece of work.
  const first = await cluster.start('worker')
  await cluster.untilIdle()
  await first.kill()
  await Promise.all(Array.from({ length: DUPLICATES }, notify))
  const worker = await cluster.start('worker', { aheadMs: 11_000 })
  await cluster.untilIdle({ aheadMs: 11_000 })
  const passes = worker.log.filter(({ event }) => event === 'pass.ended').length

  const sent: Promise<number>[] = []
  const startedAt = performance.now()
  while (performance.now() - startedAt < seconds * 1000) {
    const due = ((performance.now() - startedAt) / 1000) * PER_SECOND
    while (sent.length < due) sent.push(notify())
    await sleep(1)
  }
  const times = await Promise.all(sent)
  const p99 = percentile(times, 0.99)
  return {
    measured: `p99 ${p99.toFixed(0)} ms, median ${percentile(times, 0.5).toFixed(1)} ms of ${times.length} at ${PER_SECOND}/s; ${DUPLICATES} alike were ${passes} pass`,
    failures: [
      ...(p99 > P99_MS * context.patience ? [`the p99 of notifications is ${p99.toFixed(0)} ms`] : []),
      ...(passes > 1 ? [`${DUPLICATES} notifications alike made ${passes} passes`] : []),
    ],
  }
}

/** The clock is moved. */
async function lostNotification(context: PromiseContext) {
  const world = await startOneProcess(context, { accounts: [EMAIL] })
  await world.link(USER, EMAIL)
  await world.send(USER, 'POST', '/records/companies/1/sync')
  await world.untilIdle()
  // A day without any change: links that nobody uses are looked at least often.
  world.clock.advance(25 * 3_600_000)
  world.wake()
  await sleep(300)
  await world.untilIdle()
  world.emulator.webhooks.isEnabled = false
  await world.emulator.accounts.get(EMAIL).files.write(`${APP_FOLDER}${folderOf(1)}/late.txt`, 'late')
  const hasCome = async (): Promise<boolean> =>
    (await world.files.list(company(1), { after: null, limit: 10 })).files.some(({ name }) => name === 'late.txt')
  let minutes = 0
  for (; minutes < 120 && !(await hasCome()); minutes += 1) {
    world.clock.advance(60_000)
    world.wake()
    await sleep(15)
    await world.untilIdle()
  }
  const limit = RECONCILE_MS / 60_000
  return {
    measured: `a lost one was made good after ${minutes} minutes`,
    failures: minutes > limit + 1 ? [`a lost notification was made good after ${minutes} minutes`] : [],
  }
}
