import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createDropboxEmulator } from '@twinfolder/dropbox-emulator'
import { startEmulator } from '@twinfolder/dropbox-emulator/node'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'
import { expect, onTestFinished, test } from 'vitest'

import { type CommandProcess, runCommand, startCommand } from '../testing/command/command-process.ts'
import { findPostgresBinaries, type PostgresServer, startPostgresServer } from '../testing/postgres/index.ts'
import { createFromTemplate } from '../testing/postgres/postgres-server.ts'

const EMAIL = 'sofie@example.com'
const FOLDER = '/Apps/Demo CRM/Companies/Company 1 (1)'
const headers = { 'x-signed-in': 'tenant-1/sofie/laptop', [PROTOCOL_HEADER]: PROTOCOL_VERSION }

/** A way to take a backup of a database while the processes work, and to have it on an empty server. */
interface Way {
  readonly name: string
  /** @returns the address of the database on the second server, once that is wanted */
  backUp(server: PostgresServer, url: string, folder: string): Promise<() => Promise<string>>
}

/** A copy of the server's folder while it is stopped: what a snapshot of the disk is. It needs nothing but the server. */
const snapshot: Way = {
  name: 'a snapshot',
  async backUp(server, url, folder) {
    const copy = join(folder, 'snapshot')
    await server.stop('immediate')
    await cp(server.data, copy, { recursive: true })
    await server.start()
    return async () => {
      const second = await startPostgresServer({ dataFrom: copy })
      onTestFinished(() => second.close())
      const restored = new URL(url)
      restored.port = new URL(second.templateUrl).port
      return restored.href
    }
  },
}

const dump: Way = {
  name: 'pg_dump',
  async backUp({ binaries }, url, folder) {
    const file = join(folder, 'twinfolder.dump')
    run(join(binaries, 'pg_dump'), '-Fc', '-f', file, url)
    return async () => {
      const second = await startPostgresServer()
      onTestFinished(() => second.close())
      const empty = new URL(second.templateUrl)
      empty.pathname = '/template0'
      const restored = await createFromTemplate(empty.href)
      run(join(binaries, 'pg_restore'), '--exit-on-error', '--no-owner', '-d', restored, file)
      return restored
    }
  },
}

/** PostgreSQL from npm comes without `pg_dump`; any other one has it beside the server. */
const hasDump = existsSync(join(findPostgresBinaries(), 'pg_dump'))

test.each(hasDump ? [dump, snapshot] : [snapshot])(
  '[S17] [X56] $name of the database, then the contents, restored into an empty server: sync goes on, and nothing goes up or comes down again',
  async (way) => {
    const folder = await mkdtemp(join(tmpdir(), 'twinfolder-restore-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const emulator = createDropboxEmulator({
      accounts: [{ email: EMAIL }],
      apps: [{ key: 'app-key', secret: 'app-secret', folderName: 'Demo CRM' }],
    })
    const dropbox = await startEmulator({ port: 0, emulator })
    onTestFinished(() => dropbox.close())
    const postgres = await startPostgresServer()
    onTestFinished(() => postgres.close())
    const url = await postgres.createDatabase()
    const crm = crmOf({
      APP_SECRET: 'app-secret',
      DROPBOX_URL: dropbox.url,
      DATABASE_URL: url,
      TWINFOLDER_CONTENTS_DIR: join(folder, 'contents'),
      TWINFOLDER_PUBLIC_URL: 'http://localhost:4000/twinfolder',
      TWINFOLDER_KEY: 'a key that is in neither of both backups',
      TWINFOLDER_PORT: '0',
      TWINFOLDER_OPERATIONS_PORT: '0',
      TWINFOLDER_OPEN_RECORD_POLL_SECONDS: '1',
    })
    const { files } = emulator.accounts.get(EMAIL)
    const inDropbox = async (): Promise<readonly string[]> =>
      Object.keys(await files.tree()).flatMap((path) =>
        path.startsWith(`${FOLDER}/`) ? [path.slice(FOLDER.length + 1)] : [],
      )
    const transfers = (): readonly string[] =>
      emulator.log.entries().flatMap(({ route }) => (/^files\/(upload|download)/.test(route) ? [route] : []))

    const first = await crm.start({})
    const begun = await crm.call('POST', '/connection/link', { mode: 'popup', returnTo: '/', useAnotherAccount: false })
    const { authorizeUrl } = (await begun.json()) as { authorizeUrl: string }
    await crm.call('POST', '/connection/complete', {
      callbackUrl: await emulator.authorize(authorizeUrl, { account: EMAIL }),
    })
    for (let at = 1; at <= 20; at += 1) await crm.upload(`ours ${at}.txt`)
    await crm.press()
    await expect.poll(inDropbox).toHaveLength(20)
    for (let at = 1; at <= 5; at += 1) await files.write(`${FOLDER}/theirs ${at}.txt`, `theirs ${at}`)
    await crm.press()
    await expect.poll(crm.names).toHaveLength(25)
    await expect.poll(crm.phase).toBe('settled')

    const restore = await way.backUp(postgres, url, folder)
    await expect.poll(async () => (await crm.call('GET', '/connection')).status).toBe(200)
    await crm.upload('after the dump.txt')
    await crm.press()
    await expect.poll(inDropbox).toContain('after the dump.txt')
    await expect.poll(crm.phase).toBe('settled')
    await cp(join(folder, 'contents'), join(folder, 'copy'), { recursive: true })
    for (const process of first) expect(await process.stop()).toBe(0)
    await postgres.stop()

    const DATABASE_URL = await restore()
    const before = transfers().length
    await crm.start({ DATABASE_URL, TWINFOLDER_CONTENTS_DIR: join(folder, 'copy') })
    expect(await (await crm.call('GET', '/connection')).json()).toMatchObject({ state: 'linked' })
    expect(await crm.names()).toHaveLength(25)
    await crm.press()
    // The file of after the dump is in Dropbox, and comes from there: the one transfer that there is.
    await expect.poll(crm.names).toContain('after the dump.txt')
    await expect.poll(crm.phase).toBe('settled')
    expect(transfers().slice(before)).toEqual(['files/download'])
    expect(await inDropbox()).toHaveLength(26)
    for (const name of ['ours 7.txt', 'theirs 3.txt']) expect(await crm.read(name)).toBe(name.replace('.txt', ''))

    await crm.upload('ours, later.txt')
    await files.write(`${FOLDER}/theirs, later.txt`, 'theirs, later')
    await crm.press()
    await expect.poll(inDropbox).toContain('ours, later.txt')
    await expect.poll(crm.names).toContain('theirs, later.txt')
    const audit = await runCommand(['audit'], { DATABASE_URL })
    expect([audit.code, audit.output]).toEqual([0, expect.stringMatching(/whole, end \d+:/)])
    await crm.stop()
  },
  180_000,
)

/** A `web` and a `worker`, and what a user asks the first one for. */
function crmOf(env: Readonly<Record<string, string>>) {
  let running: readonly CommandProcess[] = []
  const base = (): string => `${running[0]?.url}/twinfolder`
  const record = '/records/companies/1'
  const call = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(base() + path, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const page = async () =>
    (await (await call('GET', `${record}/files?limit=500`)).json()) as { entries: { id: string; name: string }[] }
  const stop = async (): Promise<void> => void (await Promise.all(running.map((process) => process.stop())))
  onTestFinished(stop)
  return {
    call,
    stop,
    async start(change: Readonly<Record<string, string>>): Promise<readonly CommandProcess[]> {
      running = await Promise.all([
        startCommand('web', { ...env, ...change }),
        startCommand('worker', { ...env, ...change }),
      ])
      return running
    },
    async upload(name: string): Promise<void> {
      const answer = await fetch(`${base()}${record}/files?name=${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/octet-stream' },
        body: name.replace('.txt', ''),
      })
      expect(answer.status).toBe(201)
    },
    press: async (): Promise<void> => void (await call('POST', `${record}/sync`)),
    names: async (): Promise<readonly string[]> => (await page()).entries.map(({ name }) => name),
    phase: async (): Promise<string> =>
      ((await (await call('GET', record)).json()) as { sync: { phase: string } }).sync.phase,
    async read(name: string): Promise<string> {
      const id = (await page()).entries.find((entry) => entry.name === name)?.id
      const answer = await call('GET', `${record}/files/${id}/content-url`)
      const { url } = (await answer.json()) as { url: string }
      const { pathname, search } = new URL(url, base())
      return (await fetch(`${running[0]?.url}${pathname}${search}`)).text()
    },
  }
}

function run(command: string, ...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} failed: ${stderr || error?.message}`)
}
