import type { HostFile, RecordKey } from '@twinfolder/core'
import { Client } from 'pg'

import { type CommandProcess, startCommand } from '../../src/testing/command/command-process.ts'
import { type Composed, KEY, compose } from './compose.ts'
import { type Browser, browserOf } from './browser.ts'
import { APP_SECRET, type EmulatorProcess, startEmulatorProcess } from './emulator-process.ts'
import type { ServerSetting } from './server-messages.ts'
import { type ServerProcess, freePort, startServerProcess } from './start-server.ts'
import type { PromiseContext } from '../context.ts'
import { until } from '../waiting.ts'

/** Processes of the server, a Dropbox in a process of its own, and the CRM, which is the parent. */
export interface Cluster {
  readonly dropbox: EmulatorProcess
  readonly origin: string
  readonly databaseUrl: string
  browser(user: string): Browser
  start(role: ServerSetting['role'], change?: Partial<ServerSetting>): Promise<ServerProcess>
  /**
   * Starts `twinfolder-server`, as an operator does.
   *
   * @param change variables of its environment
   * @param root another version of the repository
   */
  command(role: 'web' | 'worker', change?: Readonly<Record<string, string>>, root?: string): Promise<CommandProcess>
  readonly crm: Crm
  /** Waits until nothing is left that is ready by then, and stays so for a moment. */
  untilIdle(options?: { readonly aheadMs?: number; readonly limitMs?: number }): Promise<void>
}

/** The CRM's own hands: it writes files without the server's HTTP, and tells the server of it. */
export interface Crm {
  put(record: RecordKey, name: string, contents: string): Promise<void>
  rename(record: RecordKey, name: string, to: string): Promise<void>
  remove(record: RecordKey, name: string): Promise<void>
  files(record: RecordKey): Promise<readonly HostFile[]>
  read(file: HostFile): Promise<Uint8Array>
  /** Contents of versions that were. */
  history(file: HostFile): Promise<readonly Uint8Array[]>
  /** Asks for a look at whatever a user's Dropbox and the CRM bring. */
  lookAt(user: string): Promise<void>
}

const person = { userId: 'owner', name: 'Owner', via: 'host' } as const
const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** Sets up a cluster on PostgreSQL without any process of the server. */
export async function setUpCluster(
  context: PromiseContext,
  { accounts, databaseUrl: given }: { readonly accounts: readonly string[]; readonly databaseUrl?: string },
): Promise<Cluster> {
  const databaseUrl = given ?? (await context.database())
  const dataDir = await context.folder()
  const dropbox = await startEmulatorProcess(accounts)
  context.defer(() => dropbox.stop())
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const usual: ServerSetting = {
    role: 'web',
    databaseUrl,
    dataDir,
    emulatorUrl: dropbox.url,
    origin,
    port,
    aheadMs: 0,
    deathAt: null,
    isWatched: false,
  }
  const own = await compose(usual)
  context.defer(() => own.close())
  return {
    dropbox,
    origin,
    databaseUrl,
    browser: (user) => browserOf(origin, user),
    async start(role, change) {
      const started = await startServerProcess({ ...usual, ...change, role })
      context.defer(() => started.kill())
      return started
    },
    async command(role, change = {}, root) {
      const env = {
        APP_SECRET,
        DROPBOX_URL: dropbox.url,
        DATABASE_URL: databaseUrl,
        TWINFOLDER_CONTENTS_DIR: dataDir,
        TWINFOLDER_KEY: KEY,
        TWINFOLDER_MIGRATE: 'never',
        TWINFOLDER_OPERATIONS_PORT: '0',
        TWINFOLDER_PORT: role === 'web' ? String(port) : '0',
        TWINFOLDER_PUBLIC_URL: `${origin}/twinfolder`,
        ...change,
      }
      const started = await startCommand(role, env, root)
      context.defer(() => started.stop('SIGKILL'))
      return started
    },
    crm: crmOf(own),
    async untilIdle({ aheadMs = 0, limitMs = 60_000 } = {}) {
      let looks = 0
      const isIdle = async (): Promise<boolean> => {
        const { ready, claimed } = await workOf(databaseUrl, Date.now() + aheadMs)
        looks = ready + claimed === 0 ? looks + 1 : 0
        return looks > 5
      }
      await until('everything comes to rest', isIdle, { limitMs })
    },
  }
}

function crmOf({ server, files, stores }: Composed): Crm {
  const list = async (record: RecordKey): Promise<readonly HostFile[]> => {
    const found: HostFile[] = []
    let after: string | null = null
    do {
      const page = await files.list(record, { after, limit: 500 })
      found.push(...page.files)
      after = page.next
    } while (after !== null)
    return found
  }
  const named = async (record: RecordKey, name: string) => (await list(record)).find((file) => file.name === name)
  const present = async (record: RecordKey, name: string) => {
    const file = await named(record, name)
    if (!file) throw new Error(`The CRM has no "${name}" in ${record.id}.`)
    return { record, id: file.id, expectedVersion: file.version }
  }
  /** A pass may have changed the file between the look and the write: a person looks again. */
  const again = async (write: () => Promise<unknown>): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await write()
        return
      } catch (error) {
        if (attempt === 5) throw error
      }
    }
  }
  const bytesOf = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> => Buffer.concat(await collect(chunks))
  return {
    async put(record, name, contents) {
      await again(async () => {
        const bytes = encode(contents)
        const body = { sizeBytes: bytes.byteLength, contentHash: null, open: async () => streamOf(bytes) }
        const idempotencyKey = crypto.randomUUID()
        const file = await named(record, name)
        if (!file) return files.create(record, { folder: [], name, actor: person, idempotencyKey }, body)
        return files.replace({ record, id: file.id, expectedVersion: file.version }, body, {
          actor: person,
          idempotencyKey,
        })
      })
      await server.recordChanged(record)
    },
    async rename(record, name, to) {
      await again(async () => files.rename(await present(record, name), to, person))
      await server.recordChanged(record)
    },
    async remove(record, name) {
      await again(async () => files.remove(await present(record, name), person))
      await server.recordChanged(record)
    },
    files: list,
    read: async (file) => bytesOf(await files.read(file)),
    async history(file) {
      const { versions } = await files.history({ record: file.record, id: file.id }, { limit: 100 })
      const old = versions.filter(({ contentHash }) => contentHash !== null)
      return Promise.all(
        old.map(async ({ version }) => bytesOf(await files.read({ record: file.record, id: file.id, version }))),
      )
    },
    async lookAt(user) {
      const [tenantId = '', userId = ''] = user.split('/')
      const link = await stores.sync.linkOfUser({ tenantId, userId }, 'dropbox')
      if (link) await stores.work.request([{ linkId: link.id, record: null, priority: 100 }])
    },
  }
}

/** How much of the queue is ready at a time, and how much is being worked on. */
async function workOf(databaseUrl: string, now: number): Promise<{ readonly ready: number; readonly claimed: number }> {
  const client = new Client(databaseUrl)
  await client.connect()
  try {
    const { rows } = await client.query<{ readonly ready: number; readonly claimed: number }>(
      `select (select count(*)::int from sync_work where ready_at <= $1) as ready,
        (select count(*)::int from sync_claim where owner is not null) as claimed`,
      [new Date(now)],
    )
    return rows[0] ?? { ready: 0, claimed: 0 }
  } finally {
    await client.end()
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<readonly Uint8Array[]> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return all
}

async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
