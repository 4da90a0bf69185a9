import { type Cluster, setUpCluster } from './cluster/cluster.ts'
import { type EventClients, listenFrom } from './cluster/event-clients.ts'
import { company, folderOf } from './cluster/host-records.ts'
import type { ServerProcess } from './cluster/start-server.ts'
import type { PromiseContext } from './context.ts'
import { definePromise } from './promise.ts'
import { sleep, until } from './waiting.ts'

const USERS = 10
/** Of each side for each user: a file is changed on its own side alone, so that nothing is a conflict. */
const FILES = 20
/** More deletions in an hour than 20 are a question to the user (S15), which nobody answers here. */
const DELETIONS_AN_HOUR = 15
const HOUR_MS = 3_600_000
/** Five times what ten busy people do: one change of one of them every ten seconds. */
const CHANGES_A_SECOND = 5
const BROWSERS = 500
const BACK_MS = 30_000
const STORM_EVERY_MS = 120_000
const LOOK_EVERY_MS = 5000
const MORE_MB_A_MINUTE = 1
/** Connections that are kept for the next request, and end by themselves. */
const MORE_HANDLES = 15
/** Until then the processes warm up. */
const WARM_SHARE = 1 / 3
/** In less than that the processes, which warm up for ten minutes, seem to grow. */
const JUDGED_MINUTES = 30

interface Budget {
  readonly minutes: number
}

/** Q16: people who change files all day, and browsers that all come back at once. */
export const q16 = definePromise<Budget>({
  id: 'Q16',
  says: 'Under steady load memory grows by less than 1 MB a minute and handles by none; 500 browsers that come back at once are all heard within 30 seconds.',
  budgets: { usual: { minutes: 30 }, long: { minutes: 30 } },
  isLong: true,
  isTimed: true,
  async run(context, budget) {
    const minutes = context.minutes ?? budget.minutes
    const emails = Array.from({ length: USERS }, (_, at) => emailOf(at))
    const cluster = await setUpCluster(context, { accounts: emails })
    const web = await cluster.start('web')
    const worker = await cluster.start('worker')
    await cluster.dropbox.sendWebhooksTo(`${cluster.origin}/twinfolder/webhooks/dropbox`)
    for (const [at, email] of emails.entries()) {
      await cluster.browser(userOf(at)).link(cluster.dropbox, email)
      await cluster.browser(userOf(at)).press(at + 1)
    }
    await cluster.untilIdle()

    const quietHandles = await handlesOf(web, worker)
    const browsers = listenFrom(cluster.origin, BROWSERS, context.random)
    context.defer(async () => browsers.close())
    await until('all browsers are heard', () => browsers.listening() === BROWSERS)
    const people = peopleOf(cluster, context)
    const soaked = await soak(context, { minutes, processes: { web, worker }, browsers, people })
    await people.stop()
    browsers.close()
    await cluster.untilIdle({ limitMs: 300_000 })

    // What was edited often goes up a while later (C94), and what failed is tried again when somebody presses.
    const areAlike = async (): Promise<boolean> => {
      for (const [at] of emails.entries()) await cluster.browser(userOf(at)).press(at + 1)
      await cluster.untilIdle({ limitMs: 300_000 })
      return (await differences(cluster)).length === 0
    }
    await until('both sides are alike', areAlike, { limitMs: 300_000, everyMs: 5000 }).catch(() => undefined)
    const failures = [...soaked.failures, ...people.failures(), ...(await differences(cluster))]
    // Connections that were kept alive end by themselves.
    const isQuiet = async (): Promise<boolean> => (await handlesOf(web, worker)) <= quietHandles + MORE_HANDLES
    await until('handles are given back', isQuiet, { limitMs: 90_000, everyMs: 1000 }).catch(() => undefined)
    const handles = await handlesOf(web, worker)
    if (handles > quietHandles + MORE_HANDLES)
      failures.push(`there are ${handles} handles at rest, ${quietHandles} before`)
    return {
      measured:
        `${minutes} minutes, ${people.changes()} changes; memory ${soaked.slopes}; ${handles} handles at rest, ${quietHandles} before; ` +
        `${soaked.stormsMs.length} storms of ${BROWSERS} browsers, back after at most ${(Math.max(0, ...soaked.stormsMs) / 1000).toFixed(1)} s`,
      failures,
    }
  },
})

const emailOf = (at: number): string => `user-${at}@example.com`
const userOf = (at: number): string => `tenant/user-${at}`

async function handlesOf(...processes: readonly ServerProcess[]): Promise<number> {
  const counts = await Promise.all(processes.map((process) => process.handles()))
  return counts.reduce((all, count) => all + count, 0)
}

interface Sample {
  readonly minute: number
  readonly mb: number
}

/** Looks at memory every few seconds, and has all browsers come back at once every two minutes. */
async function soak(
  { progress }: PromiseContext,
  {
    minutes,
    processes,
    browsers,
    people,
  }: {
    readonly minutes: number
    readonly processes: Readonly<Record<'web' | 'worker', ServerProcess>>
    readonly browsers: EventClients
    readonly people: People
  },
) {
  const samples: Record<'web' | 'worker', Sample[]> = { web: [], worker: [] }
  const stormsMs: number[] = []
  const failures: string[] = []
  const startedAt = performance.now()
  const every = Math.min(STORM_EVERY_MS, (minutes * 60_000) / 4)
  for (let stormAt = every; performance.now() - startedAt < minutes * 60_000; await sleep(LOOK_EVERY_MS)) {
    const minute = (performance.now() - startedAt) / 60_000
    for (const name of ['web', 'worker'] as const) samples[name].push({ minute, mb: await processes[name].memoryMb() })
    if (minute * 60_000 < stormAt) continue
    stormAt += every
    const ms = await browsers.storm(BACK_MS)
    stormsMs.push(ms)
    const [web, worker] = [samples.web.at(-1)?.mb ?? 0, samples.worker.at(-1)?.mb ?? 0]
    progress(
      `${people.changes()} changes, web ${web.toFixed(0)} MB, worker ${worker.toFixed(0)} MB, all back in ${ms.toFixed(0)} ms`,
    )
    if (browsers.listening() < BROWSERS)
      failures.push(`${BROWSERS - browsers.listening()} browsers were not heard in 30 s`)
  }
  const slopes: string[] = []
  for (const [name, all] of Object.entries(samples)) {
    const warm = all.filter(({ minute }) => minute >= minutes * WARM_SHARE)
    const slope = slopeOf(warm)
    slopes.push(`${name} ${slope >= 0 ? '+' : ''}${slope.toFixed(2)} MB/min at ${(warm.at(-1)?.mb ?? 0).toFixed(0)} MB`)
    if (minutes >= JUDGED_MINUTES && slope > MORE_MB_A_MINUTE)
      failures.push(`the memory of ${name} grows by ${slope.toFixed(2)} MB a minute`)
  }
  return { slopes: slopes.join(', '), stormsMs, failures }
}

/** By least squares, in MB a minute. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length
  const [x, y] = [mean(({ minute }) => minute), mean(({ mb }) => mb)]
  const spread = samples.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0)
  return spread === 0 ? 0 : samples.reduce((sum, { minute, mb }) => sum + (minute - x) * (mb - y), 0) / spread
}

interface People {
  changes(): number
  failures(): readonly string[]
  stop(): Promise<void>
}

/** Everybody adds, edits and deletes files, on both sides, at an even pace. */
function peopleOf({ crm, dropbox }: Cluster, { random }: PromiseContext): People {
  const isOver = new AbortController()
  const failures = new Set<string>()
  let changes = 0
  const deletions = Array.from({ length: USERS }, (): number[] => [])
  const mayDelete = (at: number): boolean => {
    const recent = (deletions[at] ?? []).filter((time) => performance.now() - time < HOUR_MS)
    deletions[at] = recent
    return recent.length < DELETIONS_AN_HOUR
  }
  const change = async (): Promise<void> => {
    const at = Math.floor(random() * USERS)
    const name = `${Math.floor(random() * FILES)}.txt`
    const text = `${crypto.randomUUID()} ${'x'.repeat(Math.floor(random() * 20_000))}`
    const isDeletion = random() < 0.1
    const account = dropbox.account(emailOf(at))
    if (random() < 0.5) {
      const record = company(at + 1)
      if (!isDeletion) await crm.put(record, `ours ${name}`, text)
      else if (mayDelete(at) && (await crm.files(record)).some((file) => file.name === `ours ${name}`)) {
        deletions[at]?.push(performance.now())
        await crm.remove(record, `ours ${name}`)
      }
    } else await account.put(`${folderOf(at + 1)}/theirs ${name}`, text)
    changes += 1
  }
  const lane = async (): Promise<void> => {
    while (!isOver.signal.aborted) {
      const startedAt = performance.now()
      await change().catch((error: unknown) => failures.add(String(error)))
      await sleep(Math.max(0, LANES * (1000 / CHANGES_A_SECOND) - (performance.now() - startedAt)))
    }
  }
  const lanes = Array.from({ length: LANES }, lane)
  return {
    changes: () => changes,
    failures: () => [...failures],
    async stop() {
      isOver.abort()
      await Promise.all(lanes)
    },
  }
}

/** How many people do something at a time. */
const LANES = 2

/** Files that are not alike on both sides in the end. */
async function differences(cluster: Cluster): Promise<readonly string[]> {
  const { crm, dropbox } = cluster
  const different: string[] = []
  for (let at = 0; at < USERS; at += 1) {
    const folder = folderOf(at + 1)
    const tree = await dropbox.account(emailOf(at)).tree(folder)
    const there = [...tree].flatMap(([path, entry]) =>
      entry.kind === 'file' ? [`${path.slice(folder.length + 1)} ${entry.contentHash}`] : [],
    )
    const here = (await crm.files(company(at + 1))).map(({ name, contentHash }) => `${name} ${contentHash}`)
    const [left, right] = [new Set(here), new Set(there)]
    const only = [...here.filter((file) => !right.has(file)), ...there.filter((file) => !left.has(file))]
    if (only.length === 0) continue
    const { entries } = await cluster.browser(userOf(at)).list(at + 1)
    const states = entries.flatMap((entry) =>
      entry.kind === 'file' && entry.sync?.state !== 'synced' ? [`${entry.name} ${JSON.stringify(entry.sync)}`] : [],
    )
    different.push(
      `company ${at + 1} differs in ${only.slice(0, 4).join(', ')}; told as ${states.slice(0, 4).join(', ')}`,
    )
  }
  return different
}
