import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { fileURLToPath } from 'node:url'

import { Secret } from '@twinfolder/core'
import { bytes, hashOf, streamOf } from '@twinfolder/core/testing'
import { dropbox } from '@twinfolder/dropbox'
import { createDropboxEmulator } from '@twinfolder/dropbox-emulator'
import { type RunningEmulator, startEmulator } from '@twinfolder/dropbox-emulator/node'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

import { type ConnectedTwinfolder, connectTwinfolder, diskBlobStore } from '../node/index.ts'
import { companyRecords } from '../testing/cluster/company-records.ts'
import { createFromTemplate } from '../testing/postgres/index.ts'
import { type TestServer, sofie, testServer } from '../testing/test-server.ts'

const script = fileURLToPath(new URL('../testing/cluster/worker-process.ts', import.meta.url))
const KEY = 'a key for tests that has 32 bytes and more'
const RECORDS = 120
const KILLS = 2

let contents: string
let databaseUrl: string
let emulator: RunningEmulator
let twinfolder: ConnectedTwinfolder
/** The process that answers requests: this one. */
let web: TestServer
const workers = new Set<Worker>()

interface Worker {
  readonly process: ChildProcess
  /** When it called Dropbox last. */
  calledAt: number
}

beforeAll(async () => {
  contents = await mkdtemp(join(tmpdir(), 'twinfolder-cluster-'))
  databaseUrl = await createFromTemplate(inject('postgresTemplateUrl'))
  emulator = await startEmulator({
    port: 0,
    emulator: createDropboxEmulator({
      accounts: [{ email: 'sofie@example.com' }],
      apps: [{ key: 'app-key', secret: 'app-secret', folderName: 'Demo CRM' }],
    }),
  })
  emulator.emulator.faults.add({ type: 'delay', ms: 20 })
  twinfolder = await connectTwinfolder({
    databaseUrl,
    blobs: diskBlobStore(join(contents, 'files')),
    uploadParts: diskBlobStore(join(contents, 'parts')),
    migrate: false,
  })
  const { stores, files, uploadParts } = twinfolder
  const remote = dropbox({ appKey: 'app-key', baseUrl: emulator.url })
  const clock = { now: () => Date.now() }
  const options = { stores, files, uploadParts, remote, records: companyRecords, key: new Secret(KEY), clock }
  web = testServer({ ...options, random: undefined })
  const begun = await web.post(sofie, '/connection/link', { mode: 'popup' })
  const { authorizeUrl } = (await begun.json()) as { authorizeUrl: string }
  const callbackUrl = await emulator.emulator.authorize(authorizeUrl, { account: 'sofie@example.com' })
  expect((await web.post(sofie, '/connection/complete', { callbackUrl })).status).toBe(200)
}, 60_000)

afterAll(async () => {
  for (const { process } of workers) process.kill('SIGKILL')
  await web.server.close()
  await twinfolder.close()
  await emulator.close()
  await rm(contents, { recursive: true, force: true })
}, 60_000)

async function startWorker(): Promise<Worker> {
  const child = fork(script, {
    execArgv: [],
    env: { ...env, DATABASE_URL: databaseUrl, CONTENTS: contents, EMULATOR: emulator.url, KEY },
  })
  const worker = { process: child, calledAt: 0 }
  workers.add(worker)
  await once(child, 'message')
  child.on('message', ({ event }: { readonly event?: string }) => {
    if (event === 'dropbox.called') worker.calledAt = performance.now()
  })
  return worker
}

test(
  '[C74] workers that are killed during a bulk run are replaced; every record ends once, nothing is sent twice',
  { timeout: 180_000 },
  async () => {
    const ids = Array.from({ length: RECORDS }, (_, index) => `${index + 1}`)
    for (const id of ids) await save(id)
    await Promise.all([startWorker(), startWorker()])
    const records = ids.map((id) => ({ module: 'companies', id }))
    const started = await web.post(sofie, '/bulk', { segment: { records } })
    const { id: runId } = (await started.json()) as { id: string }
    const run = async () =>
      (await (await web.get(sofie, `/bulk/${runId}`)).json()) as { state: string; ends: Record<string, number> }
    const endedCount = async (): Promise<number> =>
      Object.values((await run()).ends).reduce((sum, count) => sum + count, 0)

    for (let kill = 1; kill <= KILLS; kill += 1) {
      await expect.poll(uploads, { timeout: 30_000, interval: 5 }).toBeGreaterThan((kill * RECORDS) / (KILLS + 2))
      const victim = workerOfTheLink()
      victim.process.kill('SIGKILL')
      await once(victim.process, 'exit')
      workers.delete(victim)
      const claimOfTheDead = await claimOfTheLink()
      const before = uploads()
      const replacement = startWorker()
      await expect
        .poll(claimOfTheLink, { timeout: 60_000, interval: 50 })
        .not.toSatisfy((owner) => owner === null || owner === claimOfTheDead)
      await expect.poll(uploads, { timeout: 60_000, interval: 20 }).toBeGreaterThan(before)
      await replacement
    }
    await expect.poll(async () => (await run()).state, { timeout: 60_000, interval: 100 }).toBe('done')

    expect(await endedCount()).toBe(RECORDS)
    expect((await run()).ends).toMatchObject({ failed: 0, skipped: 0, cancelled: 0 })
    const tree = await emulator.emulator.accounts.get('sofie@example.com').files.tree('/Apps/Demo CRM')
    const paths = Object.entries(tree).flatMap(([path, { kind }]) => (kind === 'file' ? [path] : []))
    expect(paths.toSorted()).toEqual(
      ids.map((id) => `/Apps/Demo CRM/Companies/Company ${id} (${id})/offer.txt`).toSorted(),
    )
    expect(doubled()).toEqual([])
  },
)

function save(id: string) {
  const text = bytes(`the offer for ${id}`)
  return hashOf(text).then((contentHash) =>
    twinfolder.files.create(
      { tenantId: 'tenant-1', module: 'companies', id },
      {
        folder: [],
        name: 'offer.txt',
        actor: { userId: 'sofie', name: 'Sofie', via: 'host' },
        idempotencyKey: `offer of ${id}`,
      },
      { open: () => streamOf(text), sizeBytes: text.byteLength, contentHash },
    ),
  )
}

/** The worker that is at it: only the one that has the link calls Dropbox. */
function workerOfTheLink(): Worker {
  const [latest] = [...workers].toSorted((a, b) => b.calledAt - a.calledAt)
  if (!latest || latest.calledAt === 0) throw new Error('No worker has called Dropbox.')
  return latest
}

/** Who works for the only link. */
async function claimOfTheLink(): Promise<string | null> {
  const claim = await twinfolder.db.selectFrom('sync_claim').select('owner').executeTakeFirst()
  return claim?.owner ?? null
}

function uploads(): number {
  return writtenPaths().length
}

/** Paths that were written more than once. */
function doubled(): readonly string[] {
  const paths = writtenPaths()
  return paths.filter((path, at) => paths.indexOf(path) !== at)
}

/** The path of each file that the emulator was told to write, alone or in a batch. */
function writtenPaths(): readonly string[] {
  const writes = emulator.emulator.log
    .entries({ status: 200 })
    .filter(({ route }) => /^files\/upload(_session\/finish.*)?$/.test(route) && !route.endsWith('/check'))
  return writes.flatMap(({ arg }) =>
    [...JSON.stringify(arg).matchAll(/"path":"([^"]+)"/g)].map(([, path]) => path ?? ''),
  )
}
