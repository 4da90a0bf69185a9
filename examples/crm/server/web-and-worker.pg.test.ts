import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { createDropboxEmulator } from '@twinfolder/dropbox-emulator'
import { startEmulator } from '@twinfolder/dropbox-emulator/node'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'
import { startPostgresServer } from '@twinfolder/server/testing/postgres'
import { expect, onTestFinished, test } from 'vitest'

const EMAIL = 'sofie@example.com'
const manifest = createRequire(import.meta.url).resolve('@twinfolder/server/package.json')
const bin = join(dirname(manifest), 'bin', 'twinfolder-server.mjs')
const config = join(import.meta.dirname, '..', 'twinfolder.config.ts')

test('[J3] the example on PostgreSQL with two webs and a worker: what one web saved runs from the other, and files go both ways', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crm-processes-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const emulator = createDropboxEmulator({
    accounts: [{ email: EMAIL }],
    apps: [{ key: 'demo-crm', secret: 'demo-secret', folderName: 'Demo CRM' }],
  })
  const dropbox = await startEmulator({ port: 0, emulator })
  onTestFinished(() => dropbox.close())
  const postgres = await startPostgresServer()
  onTestFinished(() => postgres.close())
  const env = {
    PATH: process.env['PATH'] ?? '',
    CRM_DATA_DIR: join(folder, 'crm'),
    DATABASE_URL: await postgres.createDatabase(),
    DROPBOX_APP_KEY: 'demo-crm',
    DROPBOX_APP_SECRET: 'demo-secret',
    DROPBOX_URL: dropbox.url,
    TWINFOLDER_CONTENTS_DIR: join(folder, 'contents'),
    TWINFOLDER_KEY: 'a key that is the same in every process',
    TWINFOLDER_MIGRATE: 'never',
    TWINFOLDER_OPEN_RECORD_POLL_SECONDS: '1',
    TWINFOLDER_OPERATIONS_PORT: '0',
    TWINFOLDER_PORT: '0',
    TWINFOLDER_PUBLIC_URL: 'http://localhost:4000/twinfolder',
  }
  const first = await start('web', { ...env, CRM_SEED: '1' })
  const [second] = await Promise.all([start('web', env), start('worker', env)])
  const sofie = await signIn(first)

  const { authorizeUrl } = await sofie<{ authorizeUrl: string }>(first, 'POST', '/twinfolder/connection/link', {
    mode: 'popup',
    returnTo: '/',
    useAnotherAccount: false,
  })
  const callbackUrl = await emulator.authorize(authorizeUrl, { account: EMAIL })
  await sofie(second, 'POST', '/twinfolder/connection/complete', { callbackUrl })
  const belgian = { name: 'Belgian', country: 'Belgium', text: '' }
  const { id } = await sofie<{ id: string }>(first, 'POST', '/api/segments/companies', belgian)
  const segment = { module: 'companies', id }
  const run = await sofie<{ id: string; total: number }>(second, 'POST', '/twinfolder/bulk', { segment })
  const look = () => sofie<{ state: string; ends: object }>(first, 'GET', `/twinfolder/bulk/${run.id}`)
  await expect.poll(async () => (await look()).state, { timeout: 60_000 }).toBe('done')
  expect((await look()).ends).toMatchObject({ synced: run.total, failed: 0, skipped: 0 })

  await sofie(first, 'POST', '/twinfolder/records/companies/1001/sync')
  const { files } = emulator.accounts.get(EMAIL)
  const offer = '/Apps/Demo CRM/Companies/Acme GmbH (1001)/Offers/Offer 2026.docx'
  await expect.poll(async () => Object.keys(await files.tree())).toContain(offer)
  await files.write('/Apps/Demo CRM/Companies/Acme GmbH (1001)/theirs.txt', 'theirs')
  const names = async () =>
    (
      await sofie<{ entries: { name: string }[] }>(second, 'GET', '/twinfolder/records/companies/1001/files')
    ).entries.map(({ name }) => name)
  await sofie(second, 'POST', '/twinfolder/records/companies/1001/sync')
  await expect.poll(names).toContain('theirs.txt')
}, 180_000)

/** Starts a command, and ends it with the test. @returns where it answers */
async function start(command: string, env: Readonly<Record<string, string>>): Promise<string> {
  const child: ChildProcess = spawn(process.execPath, [bin, command, '--config', config], { env })
  onTestFinished(async () => {
    child.kill('SIGTERM')
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(0)
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  await expect.poll(() => output, { timeout: 90_000 }).toContain('"started"')
  const told = output.split('\n').find((line) => line.includes('"started"')) ?? ''
  return (JSON.parse(told) as { url: string | null }).url ?? ''
}

/** @returns what Sofie asks a web for; an answer that is no success fails the test */
async function signIn(url: string) {
  const signedIn = await fetch(`${url}/api/session`, { method: 'POST', body: JSON.stringify({ person: 'sofie' }) })
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  return async <Answer>(web: string, method: string, path: string, body?: unknown): Promise<Answer> => {
    const headers = { cookie, [PROTOCOL_HEADER]: PROTOCOL_VERSION, 'content-type': 'application/json' }
    const answer = await fetch(web + path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    expect([path, answer.ok]).toEqual([path, true])
    return (await answer.json()) as Answer
  }
}
