import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createDropboxEmulator } from '@twinfolder/dropbox-emulator'
import { startEmulator } from '@twinfolder/dropbox-emulator/node'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'
import { expect, inject, test } from 'vitest'

import { diskBlobStore } from '../node/disk-blob-store.ts'
import { openDatabase, postgresFileStore, purgeFiles, sweepBlobs } from '../postgres/index.ts'
import { type CommandProcess, runCommand, startCommand } from '../testing/command/command-process.ts'
import { contents, fresh, idsOf, newRecord, random, sofie } from '../testing/database/fixtures.ts'
import { createFromTemplate } from '../testing/postgres/postgres-server.ts'

const DAY_MS = 86_400_000

test('contents that are copied after the rows have everything that the rows name, while files come and go and are swept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'twinfolder-backup-'))
  const { db, close } = await openDatabase({ url: await createFromTemplate(inject('postgresTemplateUrl')) })
  const blobs = diskBlobStore(join(folder, 'contents'))
  // Days pass in the middle of the backup for what was deleted before it, as they do for what is deleted a month before a sweep.
  let days = 0
  const clock = { now: () => Date.now() + days * DAY_MS }
  const files = postgresFileStore({ db, blobs, clock, random, retentionDays: 30 })
  const record = newRecord()
  const add = async (name: string) =>
    files.create(record, { folder: [], name, actor: sofie, idempotencyKey: fresh('key') }, await contents(name))
  const remove = async ({ id, version }: Awaited<ReturnType<typeof add>>) =>
    files.remove({ record, id, expectedVersion: version }, sofie)
  const upkeep = async () => {
    await purgeFiles({ db, clock, retentionDays: 30 })
    await sweepBlobs({ db, blobs, clock })
  }

  const old = await Promise.all(Array.from({ length: 20 }, (_, at) => add(`old ${at}`)))
  for (const file of old.slice(0, 10)) await remove(file)
  await upkeep()
  days = 31
  await upkeep()

  const named = (await db.selectFrom('host_file_version').select('blob_id').execute()).map((row) => row.blob_id)
  const meanwhile = Array.from({ length: 30 }, async (_, at) => {
    const file = await add(`new ${at}`)
    if (at % 2 === 0) await remove(file)
  })
  for (const file of old.slice(10, 15)) await remove(file)
  await upkeep()
  await cp(join(folder, 'contents'), join(folder, 'copy'), { recursive: true })
  await Promise.all(meanwhile)

  const copied = await idsOf(diskBlobStore(join(folder, 'copy')))
  expect(named).toHaveLength(10)
  for (const id of named) expect(copied).toContain(id)
  await close()
  await rm(folder, { recursive: true })
}, 60_000)

test('[S17] [X56] a data folder that was copied while its server was stopped goes on where it was, with its links, files and audit log', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'twinfolder-restore-'))
  const emulator = createDropboxEmulator({
    accounts: [{ email: 'sofie@example.com' }],
    apps: [{ key: 'app-key', secret: 'app-secret', folderName: 'Demo CRM' }],
  })
  const dropbox = await startEmulator({ port: 0, emulator })
  const env = {
    APP_SECRET: 'app-secret',
    DROPBOX_URL: dropbox.url,
    TWINFOLDER_DATA_DIR: join(folder, 'data'),
    TWINFOLDER_PUBLIC_URL: 'http://localhost:4000/twinfolder',
    TWINFOLDER_KEY: 'a key that is kept apart from the data folder',
    TWINFOLDER_PORT: '0',
    TWINFOLDER_OPERATIONS_PORT: '0',
  }
  const headers = { 'x-signed-in': 'tenant-1/sofie/laptop', [PROTOCOL_HEADER]: PROTOCOL_VERSION }
  const call = (server: CommandProcess, method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${server.url}/twinfolder${path}`, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const upload = async (server: CommandProcess, name: string): Promise<void> => {
    const path = `${server.url}/twinfolder/records/companies/1/files?name=${name}`
    const type = { 'content-type': 'application/octet-stream' }
    expect((await fetch(path, { method: 'POST', headers: { ...headers, ...type }, body: name })).status).toBe(201)
  }
  const inDropbox = async (): Promise<readonly string[]> =>
    Object.keys(await emulator.accounts.get('sofie@example.com').files.tree()).filter((path) => path.endsWith('.txt'))
  const inCrm = async (server: CommandProcess): Promise<readonly string[]> => {
    const answer = await call(server, 'GET', '/records/companies/1/files')
    return ((await answer.json()) as { entries: { name: string }[] }).entries.map(({ name }) => name)
  }
  const synced = async (server: CommandProcess, count: number): Promise<void> => {
    await call(server, 'POST', '/records/companies/1/sync')
    await expect.poll(async () => (await inDropbox()).length).toBe(count)
  }

  const first = await startCommand('start', env)
  const begun = await call(first, 'POST', '/connection/link', {
    mode: 'popup',
    returnTo: '/',
    useAnotherAccount: false,
  })
  const { authorizeUrl } = (await begun.json()) as { authorizeUrl: string }
  const callbackUrl = await emulator.authorize(authorizeUrl, { account: 'sofie@example.com' })
  await call(first, 'POST', '/connection/complete', { callbackUrl })
  await upload(first, 'before.txt')
  await synced(first, 1)
  expect(await first.stop()).toBe(0)
  await cp(env.TWINFOLDER_DATA_DIR, join(folder, 'backup'), { recursive: true })

  const second = await startCommand('start', env)
  await upload(second, 'after.txt')
  await synced(second, 2)
  await second.stop('SIGKILL')
  await rm(env.TWINFOLDER_DATA_DIR, { recursive: true })
  await cp(join(folder, 'backup'), env.TWINFOLDER_DATA_DIR, { recursive: true })

  const restored = await startCommand('start', env)
  expect(await (await call(restored, 'GET', '/connection')).json()).toMatchObject({ state: 'linked' })
  expect(await inCrm(restored)).toContain('before.txt')
  // What was synchronised after the backup is in Dropbox, and comes back from there.
  await call(restored, 'POST', '/records/companies/1/sync')
  await expect.poll(() => inCrm(restored)).toEqual(['after.txt', 'before.txt'])
  expect((await inDropbox()).length).toBe(2)
  expect(await restored.stop()).toBe(0)
  const audit = await runCommand(['audit'], { TWINFOLDER_DATA_DIR: env.TWINFOLDER_DATA_DIR })
  expect([audit.code, audit.output]).toEqual([0, expect.stringMatching(/whole, end \d+:/)])
  await dropbox.close()
  await rm(folder, { recursive: true })
}, 120_000)
