import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'
import { createDropboxEmulator } from '@twinfolder/dropbox-emulator'
import { type RunningEmulator, startEmulator } from '@twinfolder/dropbox-emulator/node'
import { startFauxqs } from 'fauxqs'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'

import { type CommandProcess, runCommand, startCommand } from '../testing/command/command-process.ts'
import { createFromTemplate } from '../testing/postgres/postgres-server.ts'

const KEY = 'canary-key-of-the-server-1234567890abcdef'
const NEXT_KEY = 'canary-key-of-next-year-1234567890abcdef'
const APP_SECRET = 'canary-app-secret'
const PUBLIC_URL = 'http://localhost:4000/twinfolder'
const signedIn = { 'x-signed-in': 'tenant-1/sofie/laptop', [PROTOCOL_HEADER]: PROTOCOL_VERSION }

/** More than a pass has under way at a time. */
const FILES = 60

let folder: string
let dropbox: RunningEmulator
let env: Record<string, string>
const running: CommandProcess[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'twinfolder-command-'))
  const emulator = createDropboxEmulator({
    accounts: [{ email: 'sofie@example.com' }],
    apps: [{ key: 'app-key', secret: APP_SECRET, folderName: 'Demo CRM' }],
  })
  dropbox = await startEmulator({ port: 0, emulator })
  env = {
    APP_SECRET,
    DROPBOX_URL: dropbox.url,
    DATABASE_URL: await createFromTemplate(inject('postgresTemplateUrl')),
    TWINFOLDER_CONTENTS_DIR: join(folder, 'contents'),
    TWINFOLDER_PUBLIC_URL: PUBLIC_URL,
    TWINFOLDER_KEY: KEY,
    TWINFOLDER_PORT: '0',
    TWINFOLDER_OPERATIONS_PORT: '0',
    TWINFOLDER_OPEN_RECORD_POLL_SECONDS: '1',
    TWINFOLDER_SHUTDOWN_SECONDS: '10',
  }
})
afterEach(async () => {
  // In order: work that a killed process had claimed is left alone for a while.
  await Promise.all(running.splice(0).map((process) => process.stop()))
})
afterAll(async () => {
  await dropbox.close()
  await rm(folder, { recursive: true, force: true })
})

async function start(command: string, more: Record<string, string> = {}): Promise<CommandProcess> {
  const process = await startCommand(command, { ...env, ...more })
  running.push(process)
  return process
}

function call(server: CommandProcess, method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { ...signedIn, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  return fetch(`${server.url}/twinfolder${path}`, init)
}

async function link(web: CommandProcess): Promise<void> {
  const begun = await call(web, 'POST', '/connection/link', { mode: 'popup', returnTo: '/', useAnotherAccount: false })
  const { authorizeUrl } = (await begun.json()) as { authorizeUrl: string }
  const callbackUrl = await dropbox.emulator.authorize(authorizeUrl, { account: 'sofie@example.com' })
  expect((await call(web, 'POST', '/connection/complete', { callbackUrl })).status).toBe(200)
}

async function upload(web: CommandProcess, record: string, name: string, bytes: number): Promise<number> {
  const headers = { ...signedIn, 'content-type': 'application/octet-stream' }
  const path = `/twinfolder/records/companies/${record}/files?name=${encodeURIComponent(name)}`
  return (await fetch(web.url + path, { method: 'POST', headers, body: new Uint8Array(bytes) })).status
}

const uploadsOf = (): number =>
  dropbox.emulator.log.entries().filter(({ route }) => route.startsWith('files/upload')).length
/** The names of a record's files in Dropbox. */
async function copiesOf(record: string): Promise<readonly string[]> {
  const { files } = dropbox.emulator.accounts.get('sofie@example.com')
  const tree = Object.keys(await files.tree())
  return tree.filter((path) => path.startsWith(`/Apps/Demo CRM/Companies/Company ${record} (${record})/`))
}

const metric = async ({ operationsUrl }: CommandProcess, line: RegExp): Promise<number> => {
  const text = await (await fetch(`${operationsUrl}/metrics`)).text()
  return text
    .split('\n')
    .filter((one) => line.test(one))
    .reduce((sum, one) => sum + Number(one.split(' ').at(-1)), 0)
}
async function until(claim: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 30_000
  while (!(await claim())) {
    if (performance.now() > end) throw new Error(`It did not come true: ${what}.`)
    await wait(20)
  }
}

test('several processes may migrate an empty database at once; then it is up to date', async () => {
  const url = new URL(env['DATABASE_URL'] ?? '')
  const client = new Client(url.href)
  await client.connect()
  await client.query('create database empty_one')
  await client.end()
  url.pathname = '/empty_one'
  const all = await Promise.all(Array.from({ length: 3 }, () => runCommand(['migrate'], { DATABASE_URL: url.href })))
  expect(all.map(({ code }) => code)).toEqual([0, 0, 0])
  expect(all.some(({ output }) => output.includes('0001-links'))).toBe(true)
  expect(await runCommand(['migrate'], { DATABASE_URL: url.href })).toEqual({
    code: 0,
    output: 'The database is up to date.\n',
  })
}, 60_000)

test('[X37] a tenant has room for as much as the environment says, and another one for what the configuration says', async () => {
  const web = await start('web', { TWINFOLDER_MAX_TENANT_BYTES: '2500' })
  expect(await upload(web, '9', 'first.txt', 2000)).toBe(201)
  expect(await upload(web, '9', 'second.txt', 600)).toBe(409)
  expect(await upload(web, '9', 'third.txt', 500)).toBe(201)
  const headers = { ...signedIn, 'x-signed-in': 'tenant-2/maja/laptop', 'content-type': 'application/octet-stream' }
  const path = `${web.url}/twinfolder/records/companies/9/files?name=large.txt`
  expect((await fetch(path, { method: 'POST', headers, body: new Uint8Array(5000) })).status).toBe(201)
}, 60_000)

test('[J1] [X22] [X56] web and worker in two processes: a file gets to Dropbox; they tell what they did, and no secret', async () => {
  const [web, worker] = await Promise.all([start('web'), start('worker')])
  expect(await (await fetch(`${web.url}/elsewhere`)).text()).toBe("The CRM's own page, from web.")
  await link(web)
  expect(await upload(web, '1', 'canary-name\n.pdf', 200_000)).toBe(201)
  expect((await call(web, 'POST', '/records/companies/1/sync')).status).toBe(202)
  await until(() => uploadsOf() === 1, 'the upload')
  await until(async () => (await metric(worker, /^twinfolder_ops_total\{op="upload"\}/)) === 1, 'the pass')
  expect(await metric(worker, /^twinfolder_passes_total\{outcome="done"\}/)).toBeGreaterThanOrEqual(1)

  for (const process of [web, worker]) {
    expect(await (await fetch(`${process.operationsUrl}/health`)).json()).toEqual({ status: 'ok' })
    expect(await (await fetch(`${process.operationsUrl}/ready`)).json()).toEqual({
      status: 'ready',
      checks: { database: 'ok', contents: 'ok', migrations: 'ok' },
    })
  }
  expect(
    await metric(
      web,
      /^twinfolder_http_request_seconds_count\{.*route="\/records\/\{module\}\/\{recordId\}\/sync",status="202"/,
    ),
  ).toBe(1)
  expect(await metric(worker, /^twinfolder_transfer_bytes_total\{direction="up"\}/)).toBe(200_000)
  expect(await metric(worker, /^twinfolder_remote_call_seconds_count\{method="upload",outcome="done"\}/)).toBe(1)
  expect(await metric(web, /^process_resident_memory_bytes /)).toBeGreaterThan(1_000_000)
  expect(await metric(web, /^nodejs_eventloop_lag_p99_seconds /)).toBeGreaterThanOrEqual(0)
  expect(await metric(web, /^twinfolder_database_connections\{/)).toBeGreaterThan(1)
  expect(await metric(web, /^twinfolder_links\{state="active"\}/)).toBe(1)

  expect([await web.stop(), await worker.stop('SIGINT')]).toEqual([0, 0])
  for (const { output, log } of [web, worker]) {
    expect(log().length).toBe(output().trim().split('\n').length)
    expect(log().at(-1)).toMatchObject({ event: 'stopped', outcome: 'closed' })
    for (const secret of [KEY, APP_SECRET, 'canary-name', 'refresh']) expect(output()).not.toContain(secret)
  }
  expect(web.log().find(({ route }) => String(route).endsWith('/sync'))).toMatchObject({
    event: 'request',
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    status: 202,
  })

  const { code, output } = await runCommand(['audit'], { DATABASE_URL: env['DATABASE_URL'] ?? '' })
  expect(code).toBe(0)
  expect(
    output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => (JSON.parse(line) as { action: string }).action),
  ).toEqual(['link.linked', 'sync.requested'])
  expect(output).toMatch(/audit: 2 rows, whole, end 2:[0-9a-f]{64}/)
}, 60_000)

test('a stop ends event streams with a hint, answers what is under way, and is not ready meanwhile', async () => {
  const web = await start('web', { TWINFOLDER_DRAIN_SECONDS: '1' })
  const stream = await fetch(`${web.url}/twinfolder/events`, { headers: signedIn })
  expect(await metric(web, /^twinfolder_event_streams /)).toBe(1)
  const headers = { ...signedIn, 'content-type': 'application/octet-stream' }
  const slow = request(`${web.url}/twinfolder/records/companies/2/files?name=slow.bin`, { method: 'POST', headers })
  const answered = new Promise<number>((resolve, reject) => {
    slow.on('response', (answer) => resolve(answer.resume().statusCode ?? 0))
    slow.on('error', reject)
  })
  slow.write(new Uint8Array(100_000))
  await wait(200)

  const stopped = web.stop()
  await wait(300)
  const ready = await fetch(`${web.operationsUrl}/ready`)
  expect([ready.status, ((await ready.json()) as { status: string }).status]).toEqual([503, 'stopping'])
  expect(await (await fetch(`${web.operationsUrl}/health`)).json()).toEqual({ status: 'ok' })
  expect(await stream.text()).toMatch(/retry: \d+\n\n$/)
  await wait(500)
  slow.end(new Uint8Array(100_000))
  expect(await answered).toBe(201)
  expect(await stopped).toBe(0)
}, 60_000)

test('[S17] a worker that is stopped in a pass ends it early, and another one makes it whole without doubling a file', async () => {
  const [web, first] = await Promise.all([start('web'), start('worker')])
  await link(web)
  const names = Array.from({ length: FILES }, (_, at) => `${at}.pdf`)
  for (const name of names) expect(await upload(web, '3', name, 1000)).toBe(201)
  // Uploads of small files go side by side, and are committed together: it is stopped while they are on their way.
  dropbox.emulator.faults.add({ type: 'delay', ms: 200 })
  const before = uploadsOf()
  await call(web, 'POST', '/records/companies/3/sync')
  await until(() => uploadsOf() - before >= 5, 'some uploads')
  const began = performance.now()
  expect(await first.stop()).toBe(0)
  expect(performance.now() - began).toBeLessThan(10_000)
  expect((await copiesOf('3')).length).toBeLessThan(FILES)
  expect(first.log().at(-1)).toMatchObject({ event: 'stopped', outcome: 'closed' })
  dropbox.emulator.faults.clear()
  await start('worker')
  await until(async () => (await copiesOf('3')).length >= FILES, 'the other uploads')
  const paths = (await copiesOf('3')).map((path) => path.slice(path.lastIndexOf('/') + 1))
  expect(paths.toSorted()).toEqual(names.toSorted())
}, 120_000)

test('[X22] contents may be on S3: what one process stores another one sends, and nothing is left on a disk', async () => {
  const s3 = await startFauxqs({ port: 0, logger: false })
  const admin = new S3Client({
    region: 'us-east-1',
    endpoint: s3.address,
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'canary-s3-secret' },
  })
  const onS3 = {
    TWINFOLDER_CONTENTS_DIR: '',
    TWINFOLDER_S3_BUCKET: 'contents',
    TWINFOLDER_S3_PREFIX: 'crm/',
    TWINFOLDER_S3_ENDPOINT: s3.address,
    TWINFOLDER_S3_ACCESS_KEY_ID: 'test',
    TWINFOLDER_S3_SECRET_ACCESS_KEY: 'canary-s3-secret',
  }
  await expect(start('web', onS3)).rejects.toThrow(/It ended with 1: .*S3 store could not look at contents.*404/)
  await admin.send(new CreateBucketCommand({ Bucket: 'contents' }))
  const [first, second] = await Promise.all([start('web', onS3), start('web', onS3)])
  expect(await upload(first, '6', 'plan.pdf', 9_000_000)).toBe(201)
  const { entries } = (await (await call(second, 'GET', '/records/companies/6/files')).json()) as {
    entries: { id: string }[]
  }
  const address = await call(second, 'GET', `/records/companies/6/files/${entries[0]?.id}/content-url`)
  const { url } = (await address.json()) as { url: string }
  const sent = await fetch(url.replace('http://localhost:4000', second.url))
  expect((await sent.arrayBuffer()).byteLength).toBe(9_000_000)
  const listed = await admin.send(new ListObjectsV2Command({ Bucket: 'contents' }))
  expect(listed.Contents?.map(({ Key }) => Key)).toEqual([expect.stringMatching(/^crm\/contents\/[0-9a-f]{32}$/)])
  for (const { output } of [first, second]) expect(output()).not.toContain('canary-s3-secret')
  admin.destroy()
  await s3.stop()
}, 60_000)

test('a second signal ends at once; what is not done in time is cut', async () => {
  const hang = async (web: CommandProcess): Promise<void> => {
    const headers = { ...signedIn, 'content-type': 'application/octet-stream' }
    const never = request(`${web.url}/twinfolder/records/companies/4/files?name=never.bin`, { method: 'POST', headers })
    never.on('error', () => undefined)
    never.write(new Uint8Array(1000))
    await wait(200)
  }
  const web = await start('web')
  await hang(web)
  const ended = web.stop()
  await wait(300)
  expect(web.child.exitCode).toBeNull()
  const second = performance.now()
  web.child.kill('SIGTERM')
  expect(await ended).toBe(0)
  // Far less than the 25 s that it may take otherwise.
  expect(performance.now() - second).toBeLessThan(10_000)

  const impatient = await start('web', { TWINFOLDER_SHUTDOWN_SECONDS: '1' })
  await hang(impatient)
  const began = performance.now()
  expect(await impatient.stop()).toBe(0)
  expect(performance.now() - began).toBeLessThan(15_000)
}, 60_000)

test('[X20] [X21] the key is rotated by the command while the servers work; a server without the keys does not start', async () => {
  const web = await start('web', { TWINFOLDER_PREVIOUS_KEYS: NEXT_KEY })
  const next = { ...env, TWINFOLDER_KEY: NEXT_KEY, TWINFOLDER_PREVIOUS_KEYS: KEY }
  const wrong = await runCommand(['rotate-key'], { ...env, TWINFOLDER_KEY: NEXT_KEY })
  expect([wrong.code, wrong.output]).toEqual([2, expect.stringContaining('does not have')])
  const { code, output } = await runCommand(['rotate-key'], next)
  expect([
    code,
    JSON.parse(output.split('\n').find((line) => line.includes('"rewrapped":1,') && !line.includes('time')) ?? '{}'),
  ]).toEqual([0, { keyId: expect.any(String), rewrapped: 1, current: 0, unreadable: 0 }])
  expect(await (await call(web, 'GET', '/connection')).json()).toMatchObject({ state: 'linked' })
  await web.stop()
  await expect(start('web')).rejects.toThrow(/It ended with 2: .*does not have/)
  const last = await start('web', { TWINFOLDER_KEY: NEXT_KEY })
  expect(await (await call(last, 'GET', '/connection')).json()).toMatchObject({ state: 'linked' })
  await start('worker', { TWINFOLDER_KEY: NEXT_KEY })
  expect(await upload(last, '5', 'after.pdf', 10)).toBe(201)
  const before = uploadsOf()
  await call(last, 'POST', '/records/companies/5/sync')
  await until(() => uploadsOf() > before, 'an upload with the wrapped token')
  expect(output).not.toContain(NEXT_KEY)
}, 60_000)
