import { setUpCluster } from './cluster/cluster.ts'
import { company } from './cluster/host-records.ts'
import { keepRequests } from './oracle/request-log.ts'
import { definePromise } from './promise.ts'
import { sideBySide, sleep, until } from './waiting.ts'

const EMAIL = 'sofie@example.com'
const USER = 'tenant/sofie'
const FILES = 40
const LIMIT_S = 15
const HANGING_MS = 30_000

interface Budget {
  readonly rounds: number
}

/** Q2: of two workers the one that has a user's work is killed; the clock is the real one, the processes `twinfolder-server` as it is run. */
export const q02 = definePromise<Budget>({
  id: 'Q2',
  says: 'The work of a worker that was killed goes on in another one within 15 seconds.',
  budgets: { usual: { rounds: 3 }, long: { rounds: 20 } },
  async run(context, { rounds }) {
    const cluster = await setUpCluster(context, { accounts: [EMAIL] })
    const { dropbox, crm } = cluster
    await cluster.command('web')
    await cluster.browser(USER).link(dropbox, EMAIL)
    const requests = keepRequests(dropbox, 100)
    context.defer(async () => requests.stop())
    const seconds: number[] = []
    const failures: string[] = []
    for (let round = 1; round <= rounds; round += 1) {
      const doomed = await cluster.command('worker')
      await sideBySide(
        Array.from({ length: FILES }, (_, at) => at),
        4,
        (at) => crm.put(company(round), `file ${at}.txt`, `round ${round}, file ${at}`),
      )
      // The upload that is under way hangs until its worker is dead.
      for (const route of ['files/upload', 'files/upload_session/append_batch']) {
        await dropbox.addFault({ type: 'delay', ms: HANGING_MS, route })
      }
      const before = requests.entries.length
      await cluster.browser(USER).press(round)
      const hasBegun = (): boolean =>
        requests.entries.slice(before).some(({ route }) => route === 'files/upload_session/start_batch')
      await until('the worker begins', hasBegun)
      const heir = await cluster.command('worker')
      await dropbox.clearFaults()
      await doomed.stop('SIGKILL')
      const killedAt = performance.now()
      await sleep(300)
      await requests.read()
      const asked = requests.entries.length
      await until('the other worker goes on', () => requests.entries.length > asked, { limitMs: 40_000, everyMs: 20 })
      seconds.push((performance.now() - killedAt) / 1000)
      await cluster.untilIdle()
      const there = await dropbox.account(EMAIL).tree(`/Companies/Company ${round} (${round})`)
      if (there.size !== FILES) failures.push(`round ${round}: ${there.size} of ${FILES} files arrived`)
      await heir.stop('SIGKILL')
    }
    const longest = Math.max(...seconds)
    if (longest > LIMIT_S) failures.push(`it took ${longest.toFixed(1)} s`)
    return { measured: `after ${seconds.map((value) => value.toFixed(1)).join(', ')} s`, failures }
  },
})
