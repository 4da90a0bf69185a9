import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'

import { Secret, instantOf } from '@twinfolder/core'
import { startPostgresServer } from '@twinfolder/server/testing/postgres'

import { followChain } from '../src/audit/audit-chain.ts'
import { createAuditLog } from '../src/audit/audit-log.ts'
import { rotateKeyCommand } from '../src/command/rotate-key-command.ts'
import { keyRing } from '../src/crypto/key-ring.ts'
import { createGrants } from '../src/link/grants.ts'
import { diskBlobStore } from '../src/node/disk-blob-store.ts'
import type { BlobStore } from '../src/ports/blob-store.ts'
import { openDatabase, postgresStores } from '../src/postgres/index.ts'
import { s3BlobStore } from '../src/s3/index.ts'
import { createVault } from '../src/vault/vault.ts'

// The numbers of `docs/guides/operate.md`, one JSON line each: `node packages/server/scripts/measure-operations.ts`.
const MIB = 1024 * 1024
const folder = mkdtempSync(join(tmpdir(), 'measure-operations-'))
const oldKey = new Secret('the key of last year, of 32 bytes and more')
const newKey = new Secret('the key of this year, of 32 bytes and more')
const bin = join(import.meta.dirname, '..', 'bin', 'twinfolder-server.mjs')
const config = join(import.meta.dirname, '..', 'src', 'testing', 'command', 'twinfolder.config.ts')

say({ cores: cpus().length, model: cpus()[0]?.model.trim(), node: process.versions.node, load: loadavg()[0] })
const postgres = await startPostgresServer({ durable: true })
try {
  await processes()
  await contents()
  await rotation()
  await auditing()
} finally {
  await postgres.close()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)

function say(line: object): void {
  console.log(JSON.stringify(line))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** How long each kind of process takes to start, how much memory it has at rest, and how long it takes to stop. */
async function processes(): Promise<void> {
  const common = {
    PATH: process.env['PATH'] ?? '',
    APP_SECRET: 'secret',
    TWINFOLDER_PUBLIC_URL: 'http://localhost:4000/twinfolder',
    TWINFOLDER_KEY: oldKey.reveal(),
    TWINFOLDER_PORT: '0',
    TWINFOLDER_OPERATIONS_PORT: '0',
  }
  const database = { DATABASE_URL: await postgres.createDatabase(), TWINFOLDER_CONTENTS_DIR: join(folder, 'shared') }
  for (const [role, storage] of [
    ['web', database],
    ['worker', database],
    ['start', { TWINFOLDER_DATA_DIR: join(folder, 'data') }],
    ['start', { TWINFOLDER_DATA_DIR: join(folder, 'data') }],
  ] as const) {
    const began = performance.now()
    const child = spawn(process.execPath, [bin, role, '--config', config], { env: { ...common, ...storage } })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
    while (!output.includes('"started"')) {
      if (child.exitCode !== null) throw new Error(output)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    const startMs = performance.now() - began
    await new Promise((resolve) => setTimeout(resolve, 5000))
    const { operationsUrl } = JSON.parse(output.split('\n')[0] ?? '{}') as { operationsUrl: string }
    const metrics = await (await fetch(`${operationsUrl}/metrics`)).text()
    const rss = Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1])
    const stopping = performance.now()
    child.kill('SIGTERM')
    await new Promise((resolve) => child.once('exit', resolve))
    const stopMs = performance.now() - stopping
    say({
      process: role,
      storage: Object.keys(storage)[0],
      startMs: round(startMs),
      rssMiB: round(rss / MIB),
      stopMs: round(stopMs),
    })
  }
}

/** Contents in and out, four at a time. */
async function contents(): Promise<void> {
  const service = fork(join(import.meta.dirname, 'loopback-s3.ts'), { execArgv: [] })
  const [endpoint] = (await once(service, 'message')) as [string]
  const credentials = { accessKeyId: 'test', secretAccessKey: new Secret('test') }
  const onS3 = s3BlobStore({ bucket: 'contents', prefix: '', endpoint, credentials })
  const stores: readonly (readonly [string, BlobStore])[] = [
    ['disk', diskBlobStore(join(folder, 'contents'))],
    ['S3 on loopback', onS3],
  ]
  for (const [store, blobs] of stores) {
    for (const [size, count] of [
      [10 * 1024, 400],
      [50 * MIB, 8],
    ] as const) {
      const ids: string[] = []
      const rest = process.memoryUsage.rss()
      let peak = rest
      const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20)
      const put = await timed(
        count,
        4,
        async () => void ids.push((await blobs.put(zeros(size), { maxBytes: size })).id),
      )
      const get = await timed(count, 4, async (at) => {
        for await (const chunk of await blobs.get(ids[at] ?? '')) void chunk
      })
      clearInterval(watch)
      for (const id of ids) await blobs.delete(id)
      say({
        store,
        bytes: size,
        putPerSecond: round(count / put),
        getPerSecond: round(count / get),
        putMiBs: round((count * size) / put / MIB),
        getMiBs: round((count * size) / get / MIB),
        memoryMiB: round((peak - rest) / MIB),
      })
    }
  }
  service.kill()
}

/** Wrapping the tokens of many links by another key. */
async function rotation(): Promise<void> {
  const { db, close } = await openDatabase({ url: await postgres.createDatabase() })
  const stores = postgresStores(db)
  const vault = createVault(keyRing({ current: oldKey }))
  const provider = { id: 'dropbox' } as Parameters<typeof createGrants>[0]['provider']
  const grants = createGrants({ links: stores.links, vault, provider, log: () => undefined })
  const count = 10_000
  await timed(count, 8, async (at) => {
    const user = { tenantId: `t${at % 100}`, userId: `u${at}` }
    const link = { id: `link-${at}`, user, provider: 'dropbox' }
    await grants.put(link, { refreshToken: new Secret(`token-${at}`), accountType: 'basic' })
    const rest = {
      accountId: `a${at}`,
      email: '',
      displayName: '',
      firstName: '',
      locale: 'en',
      status: 'active',
    } as const
    const empty = {
      cursor: null,
      listingCursor: null,
      mirrorGeneration: 0,
      feedPosition: null,
      blockedUntil: null,
      hold: null,
      lastOkAt: null,
    }
    await stores.sync.createLink({ ...link, ...rest, ...empty, createdAt: instantOf(Date.now()) })
  })
  const began = performance.now()
  const { rewrapped } = await rotateKeyCommand(db, { current: newKey, previous: [oldKey] }, () => undefined)
  say({ rotation: 'PostgreSQL', rewrapped, perSecond: round(rewrapped / ((performance.now() - began) / 1000)) })
  await close()
}

/** Rows of the audit log by fifty requests at a time, and checking them. */
async function auditing(): Promise<void> {
  const { db, close } = await openDatabase({ url: await postgres.createDatabase() })
  const { audit: store } = postgresStores(db)
  const audit = createAuditLog(store, { clock: { now: () => Date.now() }, log: () => undefined })
  const entry = {
    tenantId: 't',
    userId: 'u',
    action: 'sync.requested',
    outcome: 'done',
    requestId: 'r',
    details: {},
  } as const
  const count = 20_000
  const seconds = await timed(count, 50, async () => audit.record(entry))
  const rows = await store.rows({ after: 0, limit: count })
  const began = performance.now()
  const { fault } = await followChain(rows, { head: await store.head() })
  const checking = (performance.now() - began) / 1000
  say({
    audit: 'PostgreSQL',
    rows: rows.length,
    whole: fault === null,
    recordedPerSecond: round(count / seconds),
    checkedPerSecond: round(count / checking),
  })
  await close()
}

async function timed(count: number, atOnce: number, work: (at: number) => Promise<void>): Promise<number> {
  const began = performance.now()
  let next = 0
  const one = async (): Promise<void> => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  return (performance.now() - began) / 1000
}

async function* zeros(length: number): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < length; sent += 64 * 1024) yield new Uint8Array(Math.min(64 * 1024, length - sent))
}
