import { type PostgresServer, startPostgresServer } from '../src/testing/postgres/index.ts'
import { type Browser, Refused } from './cluster/browser.ts'
import { type Cluster, setUpCluster } from './cluster/cluster.ts'
import { company, folderOf } from './cluster/host-records.ts'
import type { ServerProcess } from './cluster/start-server.ts'
import type { PromiseContext } from './context.ts'
import { definePromise } from './promise.ts'
import { sleep, until } from './waiting.ts'

const EMAIL = 'sofie@example.com'
const USER = 'tenant/sofie'
const BACK_MS = 10_000
/** How long a request may take while there is no database. */
const REFUSAL_MS = 6000
const LANES = 3
/** Longer than a file waits that failed once. */
const SECOND_TRY_MS = 90_000

interface Budget {
  readonly restarts: number
  /** How long the database is away once. */
  readonly awayMs: number
}

/** Q9: the database crashes under the feet of the processes. It waits for the disk, as a real one does. */
export const q09 = definePromise<Budget>({
  id: 'Q9',
  says: 'A database that crashes costs no acknowledged upload; the service is back within 10 seconds by itself, and says 503 meanwhile.',
  budgets: {
    fast: { restarts: 2, awayMs: 2000 },
    usual: { restarts: 20, awayMs: 15_000 },
    long: { restarts: 100, awayMs: 300_000 },
  },
  async run(context, { restarts, awayMs }) {
    const database = await startPostgresServer({ durable: true })
    context.defer(() => database.close())
    const databaseUrl = await database.createDatabase()
    const cluster = await setUpCluster(context, { accounts: [EMAIL], databaseUrl })
    const processes = [await cluster.start('web'), await cluster.start('worker')]
    await cluster.dropbox.sendWebhooksTo(`${cluster.origin}/twinfolder/webhooks/dropbox`)
    const browser = cluster.browser(USER)
    await browser.link(cluster.dropbox, EMAIL)
    for (let record = 1; record <= LANES; record += 1) await browser.press(record)

    const load = uploadAgainAndAgain(browser)
    const backMs = await restartAgainAndAgain(context, database, load, restarts)
    const away = await stayAway(database, browser, awayMs)
    const before = load.acknowledged().length
    await until('uploads go on', () => load.acknowledged().length > before)
    await load.stop()
    await cluster.untilIdle({ limitMs: 120_000 })
    // A file whose contents could not be read for want of a database is tried again after a minute, as one of any host (S14).
    const missing = (): Promise<readonly string[]> => lost(cluster, load.acknowledged())
    const isWhole = async (): Promise<boolean> => (await missing()).length === 0
    await until('nothing is missing', isWhole, { limitMs: SECOND_TRY_MS, everyMs: 2000 }).catch(() => undefined)

    const longest = Math.max(...backMs)
    const failures = [
      ...(await missing()),
      ...(longest > BACK_MS ? [`the service was back after ${(longest / 1000).toFixed(1)} s`] : []),
      ...away.failures,
      ...endedProcesses(processes),
      ...(load.strange.size > 0 ? [`uploads were answered ${[...load.strange].join(', ')}`] : []),
    ]
    return {
      measured:
        `${restarts} crashes under ${load.acknowledged().length} acknowledged uploads, back after at most ` +
        `${(longest / 1000).toFixed(1)} s, ${away.refused} requests refused in ${awayMs / 1000} s without a database`,
      failures,
    }
  },
})

interface Load {
  /** What was answered 201: record and name. */
  acknowledged(): readonly { readonly record: number; readonly name: string }[]
  /** Answers that are neither a success nor a plain "not now". */
  readonly strange: ReadonlySet<string>
  stop(): Promise<void>
}

/** People who upload one file after the other, and go on when one fails. */
function uploadAgainAndAgain(browser: Browser): Load {
  const done: { readonly record: number; readonly name: string }[] = []
  const strange = new Set<string>()
  const over = new AbortController()
  const lane = async (record: number): Promise<void> => {
    for (let at = 1; !over.signal.aborted; at += 1) {
      const name = `file ${at}.txt`
      try {
        await browser.upload(record, name, textOf(record, name))
        done.push({ record, name })
        await sleep(20)
      } catch (error) {
        if (!(error instanceof Refused)) strange.add(error instanceof Error ? error.message : String(error))
        else if (error.status !== 503) strange.add(error.message)
        await sleep(100)
      }
    }
  }
  const lanes = Array.from({ length: LANES }, (_, at) => lane(at + 1))
  return {
    acknowledged: () => done,
    strange,
    async stop() {
      over.abort()
      await Promise.all(lanes)
    },
  }
}

const textOf = (record: number, name: string): string => `${name} of company ${record}`

/** @returns how long it took after each crash until an upload was acknowledged, from when the database was there again */
async function restartAgainAndAgain(
  { random, progress }: PromiseContext,
  database: PostgresServer,
  load: Load,
  restarts: number,
): Promise<readonly number[]> {
  const backMs: number[] = []
  for (let restart = 1; restart <= restarts; restart += 1) {
    await sleep(300 + random() * 700)
    await database.stop('immediate')
    await database.start()
    const startedAt = performance.now()
    const before = load.acknowledged().length
    await until('an upload is acknowledged again', () => load.acknowledged().length > before, { everyMs: 20 })
    backMs.push(performance.now() - startedAt)
    if (restart % 5 === 0) progress(`${restart} of ${restarts} crashes`)
  }
  return backMs
}

/** Asks again and again while there is no database. */
async function stayAway(database: PostgresServer, browser: Browser, awayMs: number) {
  await database.stop('immediate')
  const failures = new Set<string>()
  const end = performance.now() + awayMs
  let refused = 0
  while (performance.now() < end) {
    const askedAt = performance.now()
    const answer = await browser.send('GET', '/connection')
    const problem = (await answer.json()) as { readonly code?: string }
    const took = performance.now() - askedAt
    refused += 1
    if (answer.status !== 503)
      failures.add(`without a database a request was answered ${answer.status} ${problem.code}`)
    if (answer.status === 503 && !answer.headers.has('retry-after')) failures.add('503 came without Retry-After')
    if (took > REFUSAL_MS) failures.add(`without a database a request took ${(took / 1000).toFixed(1)} s`)
    await sleep(200)
  }
  await database.start()
  return { failures: [...failures], refused }
}

function endedProcesses(processes: readonly ServerProcess[]): readonly string[] {
  return processes.some(({ isAlive }) => !isAlive) ? ['a process of the server ended'] : []
}

/** What was acknowledged and is not there, in the CRM or in Dropbox. */
async function lost({ crm, dropbox }: Cluster, acknowledged: ReturnType<Load['acknowledged']>) {
  const missing: string[] = []
  for (let record = 1; record <= LANES; record += 1) {
    const inCrm = new Map((await crm.files(company(record))).map((file) => [file.name, file.sizeBytes]))
    const inDropbox = await dropbox.account(EMAIL).tree(folderOf(record))
    for (const { name } of acknowledged.filter((file) => file.record === record)) {
      const size = Buffer.byteLength(textOf(record, name))
      const entry = inDropbox.get(`${folderOf(record)}/${name}`)
      if (inCrm.get(name) !== size) missing.push(`"${name}" of company ${record} was acknowledged, and the CRM lost it`)
      if (entry?.kind !== 'file' || entry.sizeBytes !== size)
        missing.push(`"${name}" of company ${record} is not in Dropbox`)
    }
  }
  return missing
}
