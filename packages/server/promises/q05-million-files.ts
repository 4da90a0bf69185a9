import { setUpCluster } from './cluster/cluster.ts'
import { company, folderOf } from './cluster/host-records.ts'
import type { ServerProcess } from './cluster/start-server.ts'
import { type LargeAccount, startLargeAccount } from './single/large-account.ts'
import { definePromise } from './promise.ts'
import { sleep, until } from './waiting.ts'

const EMAIL = 'sofie@example.com'
const USER = 'tenant/sofie'
const LIMIT_S = 300
const LIMIT_MB = 512
/** The page that was under way at the death, and one whose commit was. */
const PAGES_ASKED_TWICE = 2

interface Budget {
  readonly files: number
}

/** Q5: the first look at a very large account, in which the worker dies. */
export const q05 = definePromise<Budget>({
  id: 'Q5',
  says: 'The first listing of an account of a million files takes five minutes, and 512 MB; a worker that dies in it costs no page that was read.',
  budgets: { usual: { files: 1_000_000 }, long: { files: 1_000_000 } },
  isLong: true,
  isTimed: true,
  async run(context, { files }) {
    const cluster = await setUpCluster(context, { accounts: [EMAIL] })
    const account = await startLargeAccount(cluster.dropbox.url, files)
    context.defer(() => account.close())
    const emulatorUrl = account.url
    await cluster.start('web', { emulatorUrl })
    const browser = cluster.browser(USER)
    await browser.link(cluster.dropbox, EMAIL)
    await cluster.crm.put(company(1), 'offer.txt', 'what the person waits for')

    const startedAt = performance.now()
    await browser.press(1)
    const doomed = watched(await cluster.start('worker', { emulatorUrl }))
    await until('half of it is listed', () => pagesOf(account) >= account.pages / 2, { limitMs: 2 * LIMIT_S * 1000 })
    await doomed.worker.kill()
    context.progress(
      `${pagesOf(account)} of ${account.pages} pages, ${doomed.mostMb().toFixed(0)} MB: the worker is killed`,
    )
    const heir = watched(await cluster.start('worker', { emulatorUrl }))
    await until('everything is listed', () => account.asked.every((times) => times > 0), {
      limitMs: 2 * LIMIT_S * 1000,
    })
    const listedS = (performance.now() - startedAt) / 1000
    context.progress(`listed after ${listedS.toFixed(0)} s`)
    const offer = `${folderOf(1)}/offer.txt`
    const hasOffer = async (): Promise<boolean> => (await cluster.dropbox.account(EMAIL).tree()).has(offer)
    await until('the file of the record goes up', hasOffer, { limitMs: 2 * LIMIT_S * 1000, everyMs: 500 })
    const doneS = (performance.now() - startedAt) / 1000

    const twice = account.asked.filter((times) => times > 1).length
    const mostMb = Math.max(doomed.mostMb(), heir.mostMb())
    const failures: string[] = []
    if (listedS > LIMIT_S) failures.push(`the listing took ${listedS.toFixed(0)} s`)
    if (mostMb > LIMIT_MB) failures.push(`a worker took ${mostMb.toFixed(0)} MB`)
    if (twice > PAGES_ASKED_TWICE) failures.push(`${twice} of ${account.pages} pages were asked for twice`)
    return {
      measured:
        `${files} files listed after ${listedS.toFixed(0)} s with a death in the middle, the record's file up after ${doneS.toFixed(0)} s, ` +
        `at most ${mostMb.toFixed(0)} MB, ${twice} pages asked for twice`,
      failures,
    }
  },
})

const pagesOf = ({ asked }: LargeAccount): number => asked.filter((times) => times > 0).length

/** A worker whose memory is looked at twice a second. */
function watched(worker: ServerProcess): { readonly worker: ServerProcess; readonly mostMb: () => number } {
  let most = 0
  const look = async (): Promise<void> => {
    while (worker.isAlive) {
      most = Math.max(most, await worker.memoryMb())
      await sleep(500)
    }
  }
  // It ends with the worker.
  look().catch(() => undefined)
  return { worker, mostMb: () => most }
}
