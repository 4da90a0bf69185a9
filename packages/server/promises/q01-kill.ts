import { type Cluster, setUpCluster } from './cluster/cluster.ts'
import { company, folderOf } from './cluster/host-records.ts'
import type { ServerProcess } from './cluster/start-server.ts'
import { type PromiseContext, pick } from './context.ts'
import { Book, type BookedFile, nextText } from './oracle/book.ts'
import { keepRequests } from './oracle/request-log.ts'
import { doubledRevisions } from './oracle/revisions.ts'
import { definePromise } from './promise.ts'
import { sideBySide, sleep } from './waiting.ts'

const EMAIL = 'sofie@example.com'
const USER = 'tenant/sofie'
const RECORDS = 10
/** Longer than a lease: the next process need not wait for the one that was killed. */
const LEASE_MS = 11_000
/** Longer than any back-off. */
const LONG_MS = 7 * 3_600_000
/** The guards ask a person about more deletions than twenty (S15), which is not what is tried here. */
const MOST_DELETIONS = 8
/** How many files are changed while a worker lives. */
const CHANGES_A_DEATH = 4
/** How long a process may take to come to the point at which it is to die. */
const PATIENCE_MS = 1000

interface Budget {
  readonly kills: number
  readonly files: number
}

/** Q1: a worker is killed again and again while people change files on both sides. */
export const q01 = definePromise<Budget>({
  id: 'Q1',
  says: 'A worker that is killed at any point loses, doubles and tears nothing; two passes after it everything is alike.',
  isSlow: true,
  budgets: { fast: { kills: 5, files: 40 }, usual: { kills: 60, files: 200 }, long: { kills: 1000, files: 200 } },
  async run(context, { kills, files }) {
    const cluster = await setUpCluster(context, { accounts: [EMAIL] })
    const { dropbox } = cluster
    const web = await cluster.start('web')
    await dropbox.sendWebhooksTo(`${cluster.origin}/twinfolder/webhooks/dropbox`)
    await cluster.browser(USER).link(dropbox, EMAIL)
    const people = peopleOf(cluster, context)
    const requests = keepRequests(dropbox)
    context.defer(async () => requests.stop())

    const points = await rehearse(cluster, people, files)
    context.progress(`${points.length} points are known`)
    await addTrouble(cluster, context.seed)
    /** How often a death was meant to be at each point, and where they were. */
    const aims = new Map<string, number>(points.map((point) => [point, 0]))
    const deaths = new Set<string>()
    let aheadMs = 0
    for (let kill = 1; kill <= kills; kill += 1) {
      if (people.untouched() < 2 * CHANGES_A_DEATH) {
        aheadMs = (await bringToRest(cluster, aheadMs)).aheadMs
        people.rest()
      }
      const point = leastTried(aims, context.random)
      aims.set(point, (aims.get(point) ?? 0) + 1)
      aheadMs += LEASE_MS
      const worker = await cluster.start('worker', { aheadMs, isWatched: true, deathAt: point })
      const change = (): Promise<void> => people.change(CHANGES_A_DEATH)
      deaths.add(await placeOfDeath(worker, change, 1 + Math.floor(context.random() * 20)))
      if (kill % 10 === 0) context.progress(`${kill} of ${kills} kills`)
    }
    await dropbox.clearFaults()
    const { passes } = await bringToRest(cluster, aheadMs)
    await requests.read()
    const failures = [
      ...(await people.book.violations(cluster, EMAIL)),
      ...(await doubledRevisions(dropbox.account(EMAIL))),
      ...(passes > 2 ? [`it took ${passes} passes to come to rest after the last kill`] : []),
      ...(web.isAlive ? [] : ['the web process ended']),
    ]
    if (failures.length === 0) failures.push(...(await blindSpots(cluster, people.book)))
    return {
      measured:
        `${kills} kills at ${deaths.size} of ${points.length} points, ` +
        `${people.changes()} changes of ${people.book.files.length} files, ${requests.entries.length} calls, at rest after ${passes} passes`,
      failures,
    }
  },
})

/** What the book does not see when it is done on purpose, while nobody works. */
async function blindSpots(cluster: Cluster, book: Book): Promise<readonly string[]> {
  const owner = cluster.dropbox.account(EMAIL)
  const blind: string[] = []
  const present = book.files.filter(({ story, name }) => story === 'crm' && name !== null)
  const planted = {
    'a loss': (path: string) => owner.remove(path),
    'a torn file': async (path: string) => owner.put(path, (await owner.read(path)).subarray(1)),
    'a doubled file': async (path: string) => owner.put(`${path} (2)`, await owner.read(path)),
  }
  for (const [at, [what, plant]] of Object.entries(planted).entries()) {
    const file = present[at]
    if (!file?.name) throw new Error('There are too few files to plant anything.')
    const before = (await book.violations(cluster, EMAIL)).length
    await plant(`${folderOf(file.record)}/${file.name}`)
    if ((await book.violations(cluster, EMAIL)).length <= before) blind.push(`the book does not see ${what}`)
  }
  return blind
}

/** Runs everything once without a death, to learn which points there are. */
async function rehearse(cluster: Cluster, people: People, files: number): Promise<readonly string[]> {
  await people.beginInCrm(files)
  const worker = await cluster.start('worker', { isWatched: true })
  await sideBySide(
    Array.from({ length: RECORDS }, (_, index) => index + 1),
    3,
    (record) => cluster.browser(USER).press(record),
  )
  await cluster.untilIdle({ limitMs: 120_000 })
  people.rest()
  await people.beginInDropbox()
  await people.change(24)
  await sleep(500)
  await cluster.untilIdle()
  people.rest()
  const points = await worker.seen()
  await worker.kill()
  return points
}

/** What happens on the way to Dropbox now and then. */
async function addTrouble({ dropbox }: Cluster, seed: number): Promise<void> {
  const often = { probability: 0.01, seed }
  await dropbox.addFault({ type: 'status', status: 503, ...often })
  await dropbox.addFault({ type: 'status', status: 429, retryAfter: 1, probability: 0.01, seed: seed + 1 })
  await dropbox.addFault({ type: 'lostReply', route: 'files/upload', probability: 0.05, seed: seed + 2 })
  await dropbox.addFault({ type: 'closedConnection', when: 'after', probability: 0.01, seed: seed + 3 })
}

function leastTried(deaths: ReadonlyMap<string, number>, random: () => number): string {
  const least = Math.min(...deaths.values())
  return pick(
    random,
    [...deaths].filter(([, count]) => count === least).map(([point]) => point),
  )
}

/** Keeps a process busy until it dies where it was meant to, else so many points later. */
async function placeOfDeath(worker: ServerProcess, change: () => Promise<void>, later: number): Promise<string> {
  await change()
  await Promise.race([worker.ended, sleep(PATIENCE_MS)])
  if (worker.isAlive) {
    worker.dieAfter(later)
    await change()
    await Promise.race([worker.ended, sleep(2 * PATIENCE_MS)])
  }
  if (worker.isAlive) await worker.kill()
  return worker.diedAt ?? 'at rest'
}

/** Starts a worker that lives, and counts the passes that had something to do, until one finds nothing. */
async function bringToRest(
  cluster: Cluster,
  aheadMs: number,
): Promise<{ readonly passes: number; readonly aheadMs: number }> {
  let passes = 0
  let now = aheadMs + LEASE_MS
  for (let round = 1; ; round += 1) {
    const worker = await cluster.start('worker', { aheadMs: now })
    await cluster.crm.lookAt(USER)
    await sleep(300)
    await cluster.untilIdle({ aheadMs: now })
    const busy = worker.log.filter(({ event, ops }) => event === 'pass.ended' && Object.keys(ops ?? {}).length > 0)
    passes += busy.length
    await worker.kill()
    if (busy.length === 0 || round === 6) return { passes, aheadMs: now }
    now += LONG_MS
  }
}

/** Those who work on both sides, and the book of what they did. */
interface People {
  readonly book: Book
  /** Books so many files, and puts those into the CRM that begin there. */
  beginInCrm(files: number): Promise<void>
  /** Puts the others into Dropbox, where the folders of their records are by now. */
  beginInDropbox(): Promise<void>
  /**
   * Changes so many files, each once until everything is at rest: what is changed again between a death and the next pass is a conflict
   * with what the dead process did (`docs/sync-rules.md`, "A limit").
   */
  change(count: number): Promise<void>
  /** How many files may be changed. */
  untouched(): number
  /** Everything is at rest: every file may be changed again. */
  rest(): void
  changes(): number
}

function peopleOf(cluster: Cluster, { random }: PromiseContext): People {
  const book = new Book()
  const owner = cluster.dropbox.account(EMAIL)
  const untouched = new Set<BookedFile>()
  let changes = 0
  let deletions = 0
  let renames = 0
  const pathOf = (file: BookedFile, name: string): string => `${folderOf(file.record)}/${name}`
  const size = (): number => pick(random, [60, 2000, 40_000])

  const write = async (file: BookedFile, by: 'crm' | 'dropbox'): Promise<void> => {
    if (file.name === null) return
    const text = nextText(file, size())
    file.written.push({ by, text })
    if (by === 'crm') await cluster.crm.put(company(file.record), file.name, text)
    else await owner.put(pathOf(file, file.name), text)
  }
  const rename = async (file: BookedFile, by: 'crm' | 'dropbox'): Promise<void> => {
    if (file.name === null) return
    renames += 1
    const to = `renamed ${renames}.txt`
    if (by === 'crm') await cluster.crm.rename(company(file.record), file.name, to)
    else await owner.move(pathOf(file, file.name), pathOf(file, to))
    file.earlier.push(file.name)
    file.name = to
  }
  const remove = async (file: BookedFile, by: 'crm' | 'dropbox'): Promise<void> => {
    if (file.name === null || deletions >= MOST_DELETIONS) return
    deletions += 1
    if (by === 'crm') await cluster.crm.remove(company(file.record), file.name)
    else await owner.remove(pathOf(file, file.name))
    file.earlier.push(file.name)
    file.name = null
  }
  const add = (record: number, at: number): BookedFile => {
    const story = at % 10 === 9 ? 'both' : at % 2 === 0 ? 'crm' : 'dropbox'
    return book.add(record, story, `file ${at + 1}.txt`)
  }
  const changeOne = async (): Promise<void> => {
    changes += 1
    const file = pick(random, [...untouched])
    untouched.delete(file)
    const chance = random()
    if (file.story === 'both') {
      await write(file, 'crm')
      return write(file, 'dropbox')
    }
    if (chance < 0.15) {
      const next = book.add(file.record, file.story, `file ${book.files.length + 1}.txt`)
      return write(next, file.story)
    }
    if (chance < 0.25) return rename(file, file.story)
    if (chance < 0.3) return remove(file, file.story)
    return write(file, file.story)
  }
  return {
    book,
    changes: () => changes,
    untouched: () => untouched.size,
    rest() {
      for (const file of book.files) if (file.name !== null) untouched.add(file)
    },
    async beginInCrm(files) {
      for (let at = 0; at < files; at += 1) add(1 + (at % RECORDS), at)
      await sideBySide(
        book.files.filter(({ story }) => story !== 'dropbox'),
        4,
        (file) => write(file, 'crm'),
      )
    },
    async beginInDropbox() {
      for (const file of book.files.filter(({ story }) => story === 'dropbox')) await write(file, 'dropbox')
    },
    async change(count) {
      for (let change = 0; change < count; change += 1) await changeOne()
    },
  }
}
