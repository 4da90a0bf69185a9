import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Dropbox } from 'dropbox'
import { afterEach, expect, test, vi } from 'vitest'

import { createDropboxEmulator } from '../emulator.ts'
import { appKey, appSecret, sofie } from '../testing/setup.ts'
import { readCommandLine } from './command-line.ts'
import { startEmulator } from './start-emulator.ts'
import type { RunningEmulator, StartOptions } from './start-emulator.ts'

const running: RunningEmulator[] = []
afterEach(async () => {
  for (const each of running.splice(0)) await each.close()
})

async function start(options: StartOptions = {}): Promise<RunningEmulator> {
  const started = await startEmulator({
    port: 0,
    options: { accounts: [{ email: sofie }], apps: [{ key: appKey, secret: appSecret, name: 'Demo CRM' }] },
    ...options,
  })
  running.push(started)
  return started
}

/** A `fetch` that sends what is meant for Dropbox to the emulator's server. */
function through(url: string): typeof globalThis.fetch {
  return (input, init) => fetch(new Request(input, init).url.replace('https://', `${url}/`), init)
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

test('50 MB go up and down through the SDK unchanged', { timeout: 60_000 }, async () => {
  const { emulator, url } = await start()
  const { accessToken } = emulator.tokenFor(sofie, appKey)
  const dropbox = new Dropbox({ accessToken, fetch: through(url) })
  const contents = randomBytes(50 * 1024 * 1024)
  const { result } = await dropbox.filesUpload({ path: '/Für Ölaf.bin', contents })
  expect(result.size).toBe(contents.length)
  const response = await through(url)('https://content.dropboxapi.com/2/files/download', {
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken}`, 'Dropbox-API-Arg': JSON.stringify({ path: result.id }) },
  })
  expect(response.headers.get('content-length')).toBe(String(contents.length))
  expect(sha256(new Uint8Array(await response.arrayBuffer()))).toBe(sha256(contents))
})

test('everything is still there after a restart', async () => {
  const data = await mkdtemp(join(tmpdir(), 'dropbox-emulator-'))
  const first = await startEmulator({
    port: 0,
    data,
    options: { accounts: [{ email: sofie }], apps: [{ key: appKey, secret: appSecret, name: 'Demo CRM' }] },
  })
  const { accessToken } = first.emulator.tokenFor(sofie, appKey)
  const one = new Dropbox({ accessToken, fetch: through(first.url) })
  const { rev } = (await one.filesUpload({ path: '/É/a.txt', contents: 'old' })).result
  await one.filesUpload({ path: '/É/a.txt', contents: 'new', mode: { '.tag': 'overwrite' } })
  await one.filesUpload({ path: '/gone.txt', contents: 'gone' })
  await one.filesDeleteV2({ path: '/gone.txt' })
  const { session_id } = (await one.filesUploadSessionStart({ contents: 'half ' })).result
  const { cursor } = (await one.filesListFolder({ path: '', recursive: true })).result
  const tree = await first.emulator.accounts.get(sofie).files.tree()
  first.emulator.clock.advance(1000)
  first.emulator.switches.restoredId = 'new'
  await first.close()

  const second = await start({ data, options: {} })
  const two = new Dropbox({ accessToken, fetch: through(second.url) })
  const owner = second.emulator.accounts.get(sofie)
  expect(await owner.files.tree()).toEqual(tree)
  expect(owner.usedBytes).toBe(3)
  expect(second.emulator.clock.offsetMs).toBe(1000)
  expect(second.emulator.switches.restoredId).toBe('new')
  await two.filesRestore({ path: '/É/a.txt', rev })
  expect(new TextDecoder().decode(await owner.files.read('/Apps/Demo CRM/É/a.txt'))).toBe('old')
  await two.filesUploadSessionFinish({ cursor: { session_id, offset: 5 }, commit: { path: '/b' }, contents: 'done' })
  const { entries } = (await two.filesListFolderContinue({ cursor })).result
  expect(entries.map((entry) => entry.path_lower)).toEqual(['/é/a.txt', '/b'])
  expect((await two.filesListFolder({ path: '', include_deleted: true })).result.entries).toHaveLength(3)
  await second.close()
  expect(JSON.parse(await readFile(join(data, 'state.json'), 'utf8'))).toMatchObject({ version: 1 })
  await rm(data, { recursive: true })
})

test('a taken port is refused by name', async () => {
  const { url } = await start()
  const port = Number(new URL(url).port)
  await expect(startEmulator({ port })).rejects.toMatchObject({
    code: 'port_taken',
    message: expect.stringContaining(`Port ${port} of 127.0.0.1 is taken`),
  })
  await expect(startEmulator({ port: 0, host: '192.0.2.1' })).rejects.toMatchObject({ code: 'address_unavailable' })
})

test('the consent page works over HTTP', async () => {
  const { url } = await start()
  const page = `${url}/www.dropbox.com/oauth2/authorize?client_id=${appKey}&response_type=code&redirect_uri=http://localhost:1/`
  expect(await (await fetch(page)).text()).toContain('Connect Demo CRM to Dropbox')
  const body = new URLSearchParams({ account: sofie, decision: 'allow' })
  const answer = await fetch(page, { method: 'POST', body, redirect: 'manual' })
  expect(answer.headers.get('location')).toMatch(/^http:\/\/localhost:1\/\?code=/)
})

test('the owner’s API lists, writes, moves, deletes and turns everything', async () => {
  const { emulator, url } = await start({
    emulator: createDropboxEmulator({ apps: [{ key: appKey, secret: appSecret }] }),
  })
  const api = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}/_emulator/api/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    })
    return { status: response.status, body: (await response.json()) as unknown }
  }
  const account = `accounts/${encodeURIComponent(sofie)}`
  expect(await api('POST', 'accounts', { email: sofie, plan: 'plus' })).toMatchObject({ body: { email: sofie } })
  expect(await api('POST', 'accounts', { email: sofie })).toMatchObject({ status: 409 })
  const file = `${url}/_emulator/api/${account}/files?path=${encodeURIComponent('/Docs/ä.txt')}`
  expect((await fetch(file, { method: 'PUT', body: 'hello' })).status).toBe(200)
  expect(await (await fetch(file)).text()).toBe('hello')
  await api('POST', `${account}/folder`, { path: '/Empty' })
  await fetch(file, { method: 'PUT', body: 'hello again' })
  const { body: versions } = (await api('GET', `${account}/revisions?path=/Docs/ä.txt`)) as { body: { rev: string }[] }
  expect(versions).toMatchObject([
    { sizeBytes: 11, isCurrent: true },
    { sizeBytes: 5, isCurrent: false },
  ])
  expect(await (await fetch(`${file}&rev=${versions[1]?.rev}`)).text()).toBe('hello')
  await api('DELETE', `${account}/files?path=/Docs`)
  expect(await api('GET', `${account}/deleted`)).toMatchObject({ body: [{ path: '/Docs', wasFolder: true }] })
  expect(await api('POST', `${account}/restore`, { path: '/Docs' })).toMatchObject({ body: { kind: 'folder' } })
  expect(await api('POST', `${account}/restore`, { path: '/Docs' })).toMatchObject({ status: 404 })
  await api('POST', `${account}/restore`, { path: '/Docs/ä.txt', rev: versions[1]?.rev })
  expect(await (await fetch(file)).text()).toBe('hello')
  await api('POST', `${account}/move`, { from: '/Docs/ä.txt', to: '/Docs/b.txt' })
  expect(Object.keys((await api('GET', `${account}/tree`)).body as object)).toEqual(['/Docs', '/Docs/b.txt', '/Empty'])
  expect(await api('GET', `${account}/entries?path=/Docs`)).toMatchObject({ body: [{ name: 'b.txt', sizeBytes: 5 }] })
  expect(await api('DELETE', `${account}/files?path=/Docs`)).toEqual({ status: 200, body: null })
  expect(await api('DELETE', `${account}/files?path=/Docs`)).toMatchObject({ status: 404, body: { code: 'not_found' } })
  expect(await api('PATCH', account, { quotaBytes: 10 })).toMatchObject({ body: { quotaBytes: 10 } })
  const tokens = await api('POST', `${account}/tokens`, { appKey })
  expect(tokens.body).toMatchObject({ accessToken: expect.any(String) })
  expect(await api('GET', `${account}/apps`)).toMatchObject({ body: [{ key: appKey }] })
  await api('DELETE', `${account}/apps/${appKey}`)
  expect(emulator.accounts.get(sofie).connectedApps()).toEqual([])
  await api('PUT', 'webhooks', { isEnabled: false })
  expect(emulator.webhooks.isEnabled).toBe(false)
  const { body: added } = await api('POST', 'faults', { type: 'status', status: 429, route: 'files/upload', count: 2 })
  expect(await api('GET', 'faults')).toMatchObject({ body: [{ ...(added as object), remaining: 2 }] })
  expect(await api('POST', 'faults', { type: 'other' })).toMatchObject({ status: 400 })
  await api('DELETE', 'faults')
  expect(emulator.faults.list()).toEqual([])
  await api('POST', 'clock', { advanceMs: 5000 })
  expect(emulator.clock.offsetMs).toBe(5000)
  await api('PATCH', 'switches', { folderDeletion: 'children' })
  expect(emulator.switches.folderDeletion).toBe('children')
  const refused = { status: 400, body: { code: 'invalid_request' } }
  expect(await api('PATCH', 'switches', { unknown: 1 })).toMatchObject(refused)
  expect(await api('PATCH', 'switches', { folderDeletion: 'sometimes' })).toMatchObject(refused)
  expect(await api('PATCH', 'switches', { pageSize: 0 })).toMatchObject(refused)
  expect((await api('GET', 'switches/choices')).body).toContainEqual({ name: 'pageSize', default: 500, min: 1 })
  expect(await api('GET', 'log?since=0')).toEqual({ status: 200, body: [] })
  const foreign = await fetch(`${url}/_emulator/api/accounts`, { headers: { Origin: 'https://evil.example' } })
  expect(foreign.status).toBe(403)
  expect(await foreign.json()).toMatchObject({ code: 'foreign_origin' })
})

test('the page and its files are served, and nothing beside them', async () => {
  const { url } = await start()
  expect(await (await fetch(`${url}/_emulator/`)).text()).toContain('<main')
  expect((await fetch(`${url}/_emulator/main.js`)).headers.get('content-type')).toContain('text/javascript')
  expect((await fetch(`${url}/_emulator/..%2Findex.ts`)).status).toBe(404)
  expect((await fetch(`${url}/example.com/`)).status).toBe(404)
})

test('the command line is read, and nonsense is named', () => {
  const command = readCommandLine([
    '--port',
    '0',
    '--app',
    'k:s:folder:Demo CRM',
    '--account',
    'a@b.c:plus',
    '--token',
    'a@b.c:x:y',
  ])
  expect(command).toMatchObject({
    port: 0,
    apps: [{ key: 'k', secret: 's', access: 'folder', folderName: 'Demo CRM' }],
    accounts: [{ email: 'a@b.c', plan: 'plus' }],
    tokens: [{ email: 'a@b.c', accessToken: 'x', refreshToken: 'y' }],
    consent: 'ask',
  })
  for (const wrong of [
    ['--bogus'],
    ['--port', 'x'],
    ['--app', 'k'],
    ['--account', 'a@b.c:gold'],
    ['--consent', 'no'],
    ['--data', ''],
    ['--host', 'a b'],
    ['--webhook', 'ftp://x'],
    ['--app', 'k:s', '--app', 'k:t'],
    ['--account', 'a@b.c', '--account', 'A@b.c'],
    ['--token', 'a@b.c:x', '--token', 'd@e.f:x'],
    ['x'],
  ]) {
    expect(() => readCommandLine(wrong)).toThrow(expect.objectContaining({ code: 'invalid_option' }))
  }
})

test('the command answers, stops on SIGTERM, and exits with 2 on nonsense', async () => {
  const bin = join(import.meta.dirname, '../../bin/dropbox-emulator.mjs')
  const args = ['--port', '0', '--app', 'k:s', '--account', 'a@b.c', '--token', 'a@b.c:tok']
  const child = spawn(process.execPath, [bin, ...args])
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const url = /http:\/\/[\d.]+:\d+/.exec(line.toString())?.[0] ?? ''
  const answer = await fetch(`${url}/api.dropboxapi.com/2/users/get_space_usage`, {
    method: 'POST',
    headers: { Authorization: 'Bearer tok' },
  })
  expect(answer.status).toBe(200)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
  const wrong = spawn(process.execPath, [bin, '--bogus'])
  const [[problem], exit] = await Promise.all([once(wrong.stderr, 'data'), once(wrong, 'exit')])
  expect(String(problem)).toMatch(/^dropbox-emulator: invalid_option: Unknown option '--bogus'/)
  expect(exit).toEqual([2, null])
})

test('a fault ends the connection, before an answer or within it', async () => {
  const { emulator, url } = await start()
  emulator.apps.add({ key: appKey, secret: appSecret })
  emulator.accounts.create({ email: 'faulty@example.com' })
  const { accessToken } = emulator.tokenFor('faulty@example.com', appKey)
  const headers = { Authorization: `Bearer ${accessToken}` }
  await emulator.accounts.get('faulty@example.com').files.write(`/Apps/${appKey}/a.txt`, 'x'.repeat(100_000))
  const download = () =>
    fetch(`${url}/content.dropboxapi.com/2/files/download`, {
      headers: { ...headers, 'Dropbox-API-Arg': '{"path":"/a.txt"}' },
    })
  emulator.faults.add({ type: 'closedConnection', count: 1 })
  await expect(download()).rejects.toThrow('fetch failed')
  // The server tells its log that a body broke off.
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  emulator.faults.add({ type: 'cutBody', afterBytes: 50_000, count: 1 })
  await expect((await download()).arrayBuffer()).rejects.toThrow('terminated')
  told.mockRestore()
  expect((await (await download()).arrayBuffer()).byteLength).toBe(100_000)
})
