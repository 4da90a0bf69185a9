import { type Cluster, setUpCluster } from './cluster/cluster.ts'
import { APP_FOLDER } from './cluster/emulator-process.ts'
import { company, folderOf, segmentOf } from './cluster/host-records.ts'
import type { PromiseContext } from './context.ts'
import { commitsOf, doubledUploads, isDone, keepRequests } from './oracle/request-log.ts'
import { doubledRevisions } from './oracle/revisions.ts'
import { definePromise } from './promise.ts'
import { wrongEnds } from './q03-bulk.ts'
import type { ServerProcess } from './cluster/start-server.ts'
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
  says: 'While of two workers the one at work is killed again and again, a run over 2,000 records ends each once and uploads each file once.',
  isSlow: true,
  budgets: { usual: { records: 2000, kills: 10 }, long: { records: 2000, kills: 60 } },
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
    const { id } = await browser.startBulk(segmentOf(records))
    const isOver = async (): Promise<boolean> => (await browser.bulk(id)).state !== 'running'
    const deaths = await killWhoWorks(cluster, context, kills, isOver)
    await until('the run ends', isOver, { limitMs: 600_000 })
    await cluster.untilIdle()
    await requests.read()
    const run = await browser.bulk(id)
    const failures = [
      // What a dead process had done and could not tell any more is told by the next one.
      ...wrongEnds(run, { synced: records }),
      ...(await wrongFiles(cluster, records)),
      ...doubledUploads(requests.entries),
      ...(await doubledRevisions(dropbox.account(EMAIL))),
      ...(deaths.length < kills / 2 ? [`only ${deaths.length} workers were killed before the run was over`] : []),
    ]
    const uploads = requests.entries.filter(isDone).flatMap(commitsOf).length
    return {
      measured: `${deaths.length} kills (${new Set(deaths).size} different points), ${uploads} uploads of ${records} files`,
      failures,
    }
  },
})

const textOf = (number: number): string => `offer ${number} ${'x'.repeat(number % 500)}`

/** Of two workers the one that has the user's work dies after some steps of it; another one is started in its place. */
async function killWhoWorks(
  cluster: Cluster,
  { random, progress }: PromiseContext,
  kills: number,
  isOver: () => Promise<boolean>,
): Promise<readonly string[]> {
  const start = (): Promise<ServerProcess> => cluster.start('worker', { isWatched: true })
  let workers = [await start(), await start()]
  const deaths: string[] = []
  while (deaths.length < kills && !(await isOver())) {
    for (const worker of workers) worker.dieAfter(10 + Math.floor(random() * 200))
    await Promise.race([...workers.map(({ ended }) => ended), sleep(30_000)])
    // One that waits asks the queue again and again, and may come to its end by that.
    const [dead, alive] = [workers.filter(({ isAlive }) => !isAlive), workers.filter(({ isAlive }) => isAlive)]
    for (const worker of alive) worker.dieAfter(Infinity)
    for (const { diedAt } of dead) {
      deaths.push(diedAt ?? 'unknown')
      progress(`kill ${deaths.length}: ${diedAt}`)
    }
    workers = [...alive, ...(await Promise.all(dead.map(start)))]
    const passes = (): number =>
      workers.reduce((all, { log }) => all + log.filter(({ event }) => event === 'pass.ended').length, 0)
    const before = passes()
    await until('another worker takes over', async () => passes() > before || (await isOver()))
  }
  for (const worker of workers) worker.dieAfter(Infinity)
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
