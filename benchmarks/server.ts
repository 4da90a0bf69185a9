import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createListener } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'

import { startPostgresServer } from '@twinfolder/server/testing/postgres'

import { watchMachine } from '../scripts/machine.ts'
import { startServer } from './emulator/server-process.ts'
import { type BenchProcess, startBenchProcess } from './server/bench-process.ts'
import { type BenchClient, benchClient } from './server/client.ts'
import { atRate, repeated, rounded, spread } from './server/measure.ts'
import { APP_KEY, APP_SECRET, type BenchSetting } from './server/setting.ts'

/**
 * What the server gives, one JSON line each: the list of a record with a thousand files, uploads and downloads, notifications at 200 a
 * second, a bulk run, and the memory of each process. Once with the embedded database in one process, once with PostgreSQL, a web
 * process and a worker. Client, Dropbox and database share the machine.
 *
 *   --only pglite,postgres   one of the two
 *   --seconds N              how long small calls are repeated (5)
 *   --records N              how many records the bulk run has (10000)
 *   --write                  replaces `benchmarks/SERVER.md`
 */
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: 'pglite,postgres' },
    seconds: { type: 'string', default: '5' },
    records: { type: 'string', default: '10000' },
    write: { type: 'boolean', default: false },
  },
})
const seconds = Number(options.seconds)
const records = Number(options.records)
const EMAIL = 'bench@example.com'
const FILES = 1000
const LARGE_MB = 20
const TRANSFERS = 20
const results: object[] = []
const machine = watchMachine()

for (const database of options.only.split(',')) {
  if (database === 'pglite') await benchmark('pglite', null)
  else if (database === 'postgres') await withPostgres((url) => benchmark('postgres', url))
  else throw new TypeError(`--only takes pglite and postgres, got "${database}".`)
}
if (options.write) writeFileSync(join(import.meta.dirname, 'SERVER.md'), page())

async function withPostgres(work: (databaseUrl: string) => Promise<void>): Promise<void> {
  const server = await startPostgresServer({ durable: true })
  try {
    await work(await server.createDatabase())
  } finally {
    await server.close()
  }
}

async function benchmark(database: string, databaseUrl: string | null): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-server-'))
  const emulator = await startServer([
    '--app',
    `${APP_KEY}:${APP_SECRET}:folder:Bench`,
    '--account',
    EMAIL,
    '--consent',
    'auto',
  ])
  const port = await freePort()
  const roles: readonly BenchSetting['role'][] = databaseUrl === null ? ['both'] : ['web', 'worker']
  const processes: BenchProcess[] = []
  const report = (bench: string, measured: object): void => {
    const line = { database, bench, ...measured }
    results.push(line)
    console.log(JSON.stringify(line))
  }
  try {
    for (const role of roles) {
      processes.push(await startBenchProcess({ role, databaseUrl, dataDir, emulatorUrl: emulator.url, port }))
    }
    const client = benchClient(`http://127.0.0.1:${port}`, 'sofie')
    report('idle', memoryOf(processes))
    await link(client)
    await measureList(client, report)
    await measureTransfers(client, report)
    report('after small calls and transfers', memoryOf(processes))
    await measureNotifications(client, emulator.url, report)
    await measureBulk(client, processes, report)
    report('after the bulk run', memoryOf(processes))
  } finally {
    for (const one of processes) await one.stop()
    await emulator.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

type Report = (bench: string, measured: object) => void

async function link(client: BenchClient): Promise<void> {
  const begun = (await client.ask('POST', '/connection/link', { mode: 'popup', returnTo: '/' })) as {
    readonly authorizeUrl: string
  }
  const page = await fetch(begun.authorizeUrl, { redirect: 'manual' })
  await client.ask('POST', '/connection/complete', { callbackUrl: page.headers.get('location') })
}

async function measureList(client: BenchClient, report: Report): Promise<void> {
  const took = await spread(FILES, 16, (turn) => client.upload('list', `file ${turn}.txt`, Buffer.from(`file ${turn}`)))
  report('upload of 10 bytes', { perSecond: Math.round(FILES / took) })
  const page = (turn: number) =>
    client.ask('GET', `/records/companies/list/files?limit=100&offset=${(turn % 10) * 100}`)
  await repeated(16, 1, page)
  report(`page of 100 of ${FILES} files`, await repeated(16, seconds, page))
  report('state of a record', await repeated(16, seconds, () => client.ask('GET', '/records/companies/list')))
}

async function measureTransfers(client: BenchClient, report: Report): Promise<void> {
  const contents = randomBytes(LARGE_MB * 2 ** 20)
  const up = await spread(TRANSFERS, 4, (turn) => client.upload('large', `large ${turn}.bin`, contents))
  report(`upload of ${LARGE_MB} MB`, { mbPerSecond: Math.round((TRANSFERS * LARGE_MB) / up) })
  const { entries } = (await client.ask('GET', '/records/companies/large/files?limit=100')) as {
    readonly entries: readonly { readonly id: string }[]
  }
  const down = await spread(TRANSFERS, 4, (turn) => client.download('large', entries[turn - 1]?.id ?? ''))
  report(`download of ${LARGE_MB} MB`, { mbPerSecond: Math.round((TRANSFERS * LARGE_MB) / down) })
}

async function measureNotifications(client: BenchClient, emulatorUrl: string, report: Report): Promise<void> {
  const answer = await fetch(`${emulatorUrl}/_emulator/api/accounts/${encodeURIComponent(EMAIL)}`)
  const { accountId } = (await answer.json()) as { readonly accountId: string }
  report('notifications at 200 a second', await atRate(200, seconds, () => client.notify(accountId)))
}

async function measureBulk(client: BenchClient, processes: readonly BenchProcess[], report: Report): Promise<void> {
  const withFile = Math.ceil(records / 10)
  await spread(withFile, 8, (turn) => client.upload(`bulk-${turn * 10}`, 'offer.txt', Buffer.from(`offer ${turn}`)))
  const cpuBefore = cpuOf(processes)
  const startedAt = performance.now()
  const segment = { module: 'companies', id: `${records}` }
  const { id } = (await client.ask('POST', '/bulk', { segment })) as { readonly id: string }
  const acceptedMs = rounded(performance.now() - startedAt)
  const look = async () => (await client.ask('GET', `/bulk/${id}`)) as { readonly state: string; readonly ends: object }
  let run = await look()
  while (run.state === 'running') {
    await sleep(200)
    run = await look()
  }
  const took = (performance.now() - startedAt) / 1000
  report(`bulk run of ${records} records, ${withFile} with a file`, {
    acceptedMs,
    doneSeconds: rounded(took),
    recordsPerSecond: rounded(records / took),
    serverCpuMsPerRecord: rounded(((cpuOf(processes) - cpuBefore) * 1000) / records),
    ends: run.ends,
  })
}

function cpuOf(processes: readonly BenchProcess[]): number {
  return processes.reduce((sum, one) => sum + one.cpuSeconds(), 0)
}

function memoryOf(processes: readonly BenchProcess[]): object {
  return Object.fromEntries(processes.map((one) => [one.role, one.memoryMb()]))
}

async function freePort(): Promise<number> {
  const listener = createListener().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  listener.close()
  await once(listener, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port.')
  return address.port
}

function page(): string {
  const day = new Date().toISOString().slice(0, 10)
  const lines = results.map((line) => JSON.stringify(line)).join('\n')
  return `# The server\n\nWritten by \`pnpm bench:server --write\` on ${day}: ${machine()}. Server, database, Dropbox and client share it.\n\n\`\`\`json\n${lines}\n\`\`\`\n`
}
