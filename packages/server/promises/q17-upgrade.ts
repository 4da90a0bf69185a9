import { Client } from 'pg'

import { migrations } from '../src/postgres/migrations/migrations.ts'
import { type CommandProcess, runCommand } from '../src/testing/command/command-process.ts'
import { createFromTemplate } from '../src/testing/postgres/index.ts'
import { browserOf } from './cluster/browser.ts'
import { type Cluster, setUpCluster } from './cluster/cluster.ts'
import { company, folderOf } from './cluster/host-records.ts'
import { freePort } from './cluster/start-server.ts'
import { versionBefore } from './cluster/version-before.ts'
import type { PromiseContext } from './context.ts'
import { definePromise } from './promise.ts'
import { sleep, until } from './waiting.ts'

const USERS = 4
/** What a process logs when it could not do something; what it logs as an error is a failure anyway. */
const FAILURES = /^(pass|job|worker|request|audit|stop)\.failed$|^link\.revoke_failed$|^crashed$/

interface Budget {
  /** How long each step of the upgrade lasts. */
  readonly stepMs: number
}

/** Q17: the version before the newest migration, and this one, at work on one database. */
export const q17 = definePromise<Budget>({
  id: 'Q17',
  says: 'While a server is upgraded, old and new processes work side by side: no request and no job fails, and every file arrives.',
  budgets: { usual: { stepMs: 10_000 }, long: { stepMs: 60_000 } },
  isLong: true,
  isTimed: true,
  async run(context, { stepMs }) {
    const newest = Object.keys(migrations).at(-1) ?? ''
    const before = versionBefore(await context.folder(), newest)
    const databaseUrl = await databaseOf(context, before.root)
    const cluster = await setUpCluster(context, { accounts: users.map(emailOf), databaseUrl })
    const rolling = rollingOf(cluster)
    await rolling.start(before.root)
    for (const user of users) {
      await rolling.browser(user).link(cluster.dropbox, emailOf(user))
      await rolling.browser(user).press(user + 1)
    }
    await cluster.dropbox.sendWebhooksTo(`${rolling.url()}/twinfolder/webhooks/dropbox`)

    const load = changeAgainAndAgain(cluster, rolling)
    const step = async (what: string): Promise<void> => {
      context.progress(`${what}: ${load.acknowledged().length} files so far`)
      await sleep(stepMs)
    }
    await step(`the version ${before.commit} is at work`)
    const migrated = await runCommand(['migrate'], { DATABASE_URL: databaseUrl })
    if (migrated.code !== 0) throw new Error(`The database was not migrated: ${migrated.output}`)
    await step(`the database has ${newest}`)
    await rolling.start(before.root)
    await step('old processes were started on the new schema, as for going back')
    await rolling.start()
    await step('old and new processes are at work')
    const codes = await rolling.stopOld()
    await cluster.dropbox.sendWebhooksTo(`${rolling.url()}/twinfolder/webhooks/dropbox`)
    await step('new processes alone are at work')
    await load.stop()
    for (const user of users) await rolling.browser(user).press(user + 1)
    await cluster.untilIdle({ limitMs: 120_000 })

    const logged = rolling.processes.flatMap(({ log }) => [...log()])
    const failed = logged.filter(({ event, level }) => level === 'error' || FAILURES.test(String(event)))
    const jobs = await failedJobs(databaseUrl)
    const failures = [
      ...load.refused(),
      ...codes.flatMap((code) => (code === 0 ? [] : [`an old process ended with ${code}`])),
      ...failed.map((entry) => `a process logged ${JSON.stringify(entry)}`),
      ...(jobs > 0 ? [`${jobs} jobs failed`] : []),
      ...(await missing(cluster, rolling, load.acknowledged())),
    ]
    const passes = logged.filter(({ event }) => event === 'pass.ended').length
    return {
      measured:
        `from ${before.commit} over ${newest}: ${load.acknowledged().length} files of both sides, ${passes} passes, ` +
        `${failed.length + jobs} failed jobs, ${load.refused().length} failed requests`,
      failures,
    }
  },
})

const users = Array.from({ length: USERS }, (_, at) => at)
const emailOf = (user: number): string => `user-${user}@example.com`

/** An empty database, brought to what the version before knows. */
async function databaseOf(context: PromiseContext, root: string): Promise<string> {
  const empty = new URL(await context.database())
  empty.pathname = '/template0'
  const url = await createFromTemplate(empty.href)
  const { code, output } = await runCommand(['migrate'], { DATABASE_URL: url }, root)
  if (code !== 0) throw new Error(`The version before could not migrate: ${output}`)
  return url
}

/** Processes of two versions, of which those that are there at the moment are used. */
interface Rolling {
  /** All that were ever started. */
  readonly processes: readonly CommandProcess[]
  /** Starts a `web` and a `worker`, of this version unless `root` is another one. */
  start(root?: string): Promise<void>
  /** Stops what is not of this version, as an operator does: a `web` gets no more requests before. */
  stopOld(): Promise<readonly (number | null)[]>
  /** Of a `web` that is there, each in turn. */
  url(): string
  browser(user: number): ReturnType<typeof browserOf>
}

function rollingOf(cluster: Cluster): Rolling {
  const processes: CommandProcess[] = []
  const old: CommandProcess[] = []
  let webs: CommandProcess[] = []
  let turn = 0
  const url = (): string => webs[(turn += 1) % webs.length]?.url ?? ''
  return {
    processes,
    url,
    browser: (user) => browserOf(url(), `tenant/user-${user}`),
    async start(root) {
      const web = await cluster.command('web', { TWINFOLDER_PORT: String(await freePort()) }, root)
      const worker = await cluster.command('worker', {}, root)
      processes.push(web, worker)
      if (root !== undefined) old.push(web, worker)
      webs = [...webs, web]
    },
    async stopOld() {
      webs = webs.filter((web) => !old.includes(web))
      // What was begun at one of them is answered there.
      await sleep(1000)
      return Promise.all(old.map((process) => process.stop()))
    },
  }
}

interface ChangedFile {
  readonly user: number
  readonly name: string
  readonly sizeBytes: number
}

/** Everybody uploads files, and puts others into their Dropbox; each is there for good once it was acknowledged. */
function changeAgainAndAgain({ dropbox }: Cluster, rolling: Rolling) {
  const isOver = new AbortController()
  const done: ChangedFile[] = []
  const refused: string[] = []
  const lane = async (user: number): Promise<void> => {
    const account = dropbox.account(emailOf(user))
    for (let at = 1; !isOver.signal.aborted; at += 1) {
      const [ours, theirs] = [`ours ${at}.txt`, `theirs ${at}.txt`]
      try {
        const browser = rolling.browser(user)
        await browser.upload(user + 1, ours, `${ours} of ${user}`)
        done.push({ user, name: ours, sizeBytes: `${ours} of ${user}`.length })
        await browser.list(user + 1)
        if (at % 5 === 0) await browser.press(user + 1)
        await account.put(`${folderOf(user + 1)}/${theirs}`, `${theirs} of ${user}`)
        done.push({ user, name: theirs, sizeBytes: `${theirs} of ${user}`.length })
      } catch (error) {
        refused.push(error instanceof Error ? error.message : String(error))
      }
      await sleep(200)
    }
  }
  const lanes = users.map(lane)
  return {
    acknowledged: (): readonly ChangedFile[] => done,
    refused: (): readonly string[] => refused,
    async stop(): Promise<void> {
      isOver.abort()
      await Promise.all(lanes)
    },
  }
}

/** Jobs of the schedule that failed, and files that have a problem. */
async function failedJobs(databaseUrl: string): Promise<number> {
  const client = new Client(databaseUrl)
  await client.connect()
  try {
    const { rows } = await client.query<{ readonly failed: number }>(
      `select (select count(*)::int from pgboss.job where state = 'failed') + (select count(*)::int from problem) as failed`,
    )
    return rows[0]?.failed ?? 0
  } finally {
    await client.end()
  }
}

/** What was acknowledged and is not on both sides. */
async function missing(
  { crm, dropbox }: Cluster,
  rolling: Rolling,
  acknowledged: readonly ChangedFile[],
): Promise<readonly string[]> {
  const look = async (): Promise<readonly string[]> => {
    const lost: string[] = []
    for (const user of users) {
      const here = new Map((await crm.files(company(user + 1))).map(({ name, sizeBytes }) => [name, sizeBytes]))
      const there = await dropbox.account(emailOf(user)).tree(folderOf(user + 1))
      for (const { name, sizeBytes } of acknowledged.filter((file) => file.user === user)) {
        const entry = there.get(`${folderOf(user + 1)}/${name}`)
        if (here.get(name) !== sizeBytes) lost.push(`"${name}" of company ${user + 1} is not in the CRM`)
        if (entry?.kind !== 'file' || entry.sizeBytes !== sizeBytes) {
          lost.push(`"${name}" of company ${user + 1} is not in Dropbox`)
        }
      }
    }
    return lost
  }
  // The last of them may be on their way.
  const isThere = async (): Promise<boolean> => {
    for (const user of users) await rolling.browser(user).press(user + 1)
    return (await look()).length === 0
  }
  await until('every file arrives', isThere, { limitMs: 60_000, everyMs: 2000 }).catch(() => undefined)
  return look()
}
