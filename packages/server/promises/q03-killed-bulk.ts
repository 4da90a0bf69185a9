import { type Cluster, setUpCluster } from './cluster/cluster.ts'
import { APP_FOLDER } from './cluster/emulator-process.ts'
import { company, folderOf, segmentOf } from './cluster/host-records.ts'
import type { PromiseContext } from './context.ts'
import { commitsOf, doubledUploads, isDone, keepRequests } from './oracle/request-log.ts'
import { doubledRevisions } from './oracle/revisions.ts'
import { definePromise } from './promise.ts'
import { wrongEnds } from './q03-bulk.ts'
import { sideBySide, sleep, until } from './waiting.ts'

const EMAIL = 'sofie@example.com'
const USER = 'tenant/sofie'

interface Budget {
  readonly records: number
  readonly kills: number
}

/** Q3 under fire: the clock is the real one, so each death of the worker that has the lease costs the time of a lease. */
export const killedBulk = definePromise<Budget>({
  id: 'Q3-killed',
  says: 'While one of two workers is killed again and again, a run over 2,000 records ends each once and uploads each file once.',
  budgets: { usual: { records: 2000, kills: 12 }, long: { records: 2000, kills: 60 } },
  async run(context, { records, kills }) {
    const cluster = await setUpCluster(context, { accounts: [EMAIL] })
    const { dropbox } = cluster
    const browser = cluster.browser(USER)
    await cluster.start('web')
    await dropbox.sendWebhooksTo(`${cluster.origin}/twinfolder/webhooks/dropbox`)
    await browser.link(dropbox, EMAIL)
    const numbers = Array.from({ length: records }, (_, at) => at + 1)
    await sideBySide(numbers, 8, (number) => cluster.crm.put(company(number), 'offer.txt', textOf(number)))
    context.progress('the files are in the CRM')
    const requests = keepRequests(dropbox, 200)
    context.defer(async () => requests.stop())
    const survivor = await cluster.start('worker')
    const { id } = await browser.startBulk(segmentOf(records))
    const deaths = await killAgainAndAgain(
      cluster,
      context,
      kills,
      async () => (await browser.bulk(id)).state !== 'running',
    )
    await until('the run ends', async () => (await browser.bulk(id)).state !== 'running', { limitMs: 300_000 })
    await cluster.untilIdle()
    await requests.read()
    const failures = [
      ...wrongEnds(await browser.bulk(id), { synced: records }),
      ...(await wrongFiles(cluster, records)),
      ...doubledUploads(requests.entries),
      ...(await doubledRevisions(dropbox.account(EMAIL))),
      ...(survivor.isAlive ? [] : ['the other worker ended, too']),
    ]
    const uploads = requests.entries.filter(isDone).flatMap(commitsOf).length
    return {
      measured: `${deaths.length} kills (${deaths.filter((death) => death !== 'at rest').length} in the middle of a pass), ${uploads} uploads of ${records} files`,
      failures,
    }
  },
})

const textOf = (number: number): string => `offer ${number} ${'x'.repeat(number % 500)}`

/** Starts the second worker anew each time that it was killed; it dies after so many steps of its work, or after a while. */
async function killAgainAndAgain(
  cluster: Cluster,
  { random, progress }: PromiseContext,
  kills: number,
  isOver: () => Promise<boolean>,
): Promise<readonly string[]> {
  const deaths: string[] = []
  while (deaths.length < kills && !(await isOver())) {
    const worker = await cluster.start('worker', { isWatched: true })
    worker.dieAfter(20 + Math.floor(random() * 200))
    await Promise.race([worker.ended, sleep(8000)])
    if (worker.isAlive) await worker.kill()
    deaths.push(worker.diedAt ?? 'at rest')
    progress(`kill ${deaths.length}: ${deaths.at(-1)}`)
  }
  return deaths
}

/** Every folder has its file, whole, and nothing else. */
async function wrongFiles({ dropbox }: Cluster, records: number): Promise<readonly string[]> {
  const owner = dropbox.account(EMAIL)
  const tree = await owner.tree()
  const files = [...tree].filter(([, { kind }]) => kind === 'file')
  const folders = [...tree].filter(([path, { kind }]) => kind === 'folder' && path.startsWith('/Companies/'))
  const wrong: string[] = []
  if (files.length !== records) wrong.push(`${files.length} files are in ${APP_FOLDER}, not ${records}`)
  if (folders.length !== records) wrong.push(`${folders.length} folders are there, not ${records}`)
  const numbers = Array.from({ length: records }, (_, at) => at + 1)
  await sideBySide(numbers, 8, async (number) => {
    const path = `${folderOf(number)}/offer.txt`
    const entry = tree.get(path)
    const size = Buffer.byteLength(textOf(number))
    if (entry?.kind !== 'file' || entry.sizeBytes !== size) wrong.push(`${path} is missing or torn`)
    else if (number % 20 === 0 && Buffer.from(await owner.read(path)).toString() !== textOf(number)) {
      wrong.push(`${path} has other contents`)
    }
  })
  return wrong
}
