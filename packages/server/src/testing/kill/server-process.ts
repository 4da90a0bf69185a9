import { env, kill, pid } from 'node:process'

import {
  type Engine,
  type HostRecords,
  type Link,
  type RecordKey,
  type Remote,
  Secret,
  type SyncStore,
  createEngine,
  instantOf,
} from '@twinfolder/core'
import { dropbox } from '@twinfolder/dropbox'

import { sha256 } from '../../crypto/sha256.ts'
import { startTwinfolderNode } from '../../node/index.ts'
import { webRandom } from '../../node/system.ts'
import { type Crm, type Kind, kindOf, person } from './kinds.ts'
import { type DoomedRecord, type Findings, type Order, idOf } from './orders.ts'

/**
 * The process of a server, as it is on one machine: PGlite and contents in a data folder, and Dropbox over HTTP. It does what its parent
 * orders, and kills itself where it is told to.
 */
const { DATA_DIR = '', EMULATOR = '', REFRESH_TOKEN = '', HOURS_AHEAD = '0' } = env
const ahead = Number(HOURS_AHEAD) * 3_600_000
/** Later than all before it: the lease of a process that was killed has run out. */
const clock = { now: () => Date.now() + ahead }
const link: Link = {
  id: 'link',
  user: { tenantId: 'tenant', userId: 'user-sofie' },
  provider: 'dropbox',
  accountId: 'dbid:sofie',
  email: 'sofie@example.com',
  displayName: 'Sofie Martens',
  firstName: 'Sofie',
  locale: 'en',
  status: 'active',
  cursor: null,
  listingCursor: null,
  mirrorGeneration: 0,
  feedPosition: null,
  blockedUntil: null,
  hold: null,
  lastOkAt: null,
  createdAt: instantOf(0),
}

const node = await startTwinfolderNode({ dataDir: DATA_DIR, clock })
const { files } = node
const provider = dropbox({ appKey: 'app-key', baseUrl: EMULATOR })
const remote = provider.connect({ refreshToken: new Secret(REFRESH_TOKEN) })
/** Records that have another name by now. */
const renamed = new Set<string>()
let calls = 0

const records: HostRecords = {
  describe: async (keys) =>
    keys.map(({ id }) => ({ name: renamed.has(id) ? 'Renamed' : 'Record', number: id, singular: 'Company' })),
  access: async (_user, keys) => keys.map(() => ({ read: true, write: true, missing: [] })),
  expandSegment: async () => [],
}

process.on('message', (order: Order) => {
  obey(order).then(
    (reply) => process.send?.({ reply }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : error }),
  )
})
process.on('disconnect', () => process.exit())
process.send?.({ reply: 'ready' })

async function obey(order: Order): Promise<Findings | null> {
  switch (order.type) {
    case 'prepare':
      return prepare(order.records)
    case 'die':
      return die(order.record)
    case 'finish':
      return finish(order.record)
    case 'end':
      await node.close()
      return null
  }
}

async function prepare(doomed: readonly DoomedRecord[]): Promise<null> {
  await node.stores.sync.createLink(link)
  const engine = engineOn(node.stores.sync)
  for (const record of doomed) {
    await crmOf(record).put('a.txt', 'h1')
    if (!kindOf(record.kind).isNew) await engine.enrol(link.id, keyOf(record), link.user.userId)
  }
  for (;;) {
    const report = await engine.runPass(link.id, { records: null, owner: 'preparing' })
    if (report.outcome === 'done') return null
    if (report.outcome !== 'more') throw new Error(`The records did not come to rest: ${JSON.stringify(report)}`)
  }
}

async function die(record: DoomedRecord): Promise<null> {
  const kind: Kind = kindOf(record.kind)
  const engine = engineOn(mortal(node.stores.sync, kind, record))
  if (kind.isRenamed) renamed.add(idOf(record))
  await kind.inCrm?.(crmOf(record))
  if (kind.isNew) await engine.enrol(link.id, keyOf(record), link.user.userId)
  const report = await engine.runPass(link.id, { records: [keyOf(record)], owner: `process ${pid}` })
  throw new Error(`The pass for ${idOf(record)} did not come to its commit: ${JSON.stringify(report)}`)
}

/** The store of a process that ends at the commit of an op, by the signal that nothing can catch. */
function mortal(store: SyncStore, { code }: Kind, { when }: DoomedRecord): SyncStore {
  return {
    ...store,
    async commit(lease, writes) {
      const isIt = writes.some((write) => write.type === 'appendActivity' && write.activity.code === code)
      if (isIt && when === 'before') kill(pid, 'SIGKILL')
      await store.commit(lease, writes)
      if (isIt) kill(pid, 'SIGKILL')
    },
  }
}

async function finish(record: DoomedRecord): Promise<Findings> {
  if (kindOf(record.kind).isRenamed) renamed.add(idOf(record))
  const key = keyOf(record)
  const engine = engineOn(node.stores.sync)
  const owner = `process ${pid}`
  for (let pass = 1; pass <= 2; pass += 1) await engine.runPass(link.id, { records: [key], owner })
  calls = 0
  const { outcome, ops } = await engine.runPass(link.id, { records: null, owner })
  const idle = { outcome, ops: Object.keys(ops), calls }
  const { files: present } = await files.list(key, { after: null, limit: 100 })
  const lines = present.map(async (file) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of await files.read(file)) chunks.push(chunk)
    return `${[...file.folder, file.name].join('/')}: ${Buffer.concat(chunks).toString()}`
  })
  const { rows } = await node.stores.sync.activity(
    { tenantId: link.user.tenantId, record: key },
    { before: null, limit: 100 },
  )
  const enrolment = await node.stores.sync.enrolment(link.id, key)
  return {
    crm: (await Promise.all(lines)).toSorted(),
    folder: enrolment?.folder ?? null,
    activity: rows.map(({ code }) => code).toSorted(),
    idle,
    bound: (await node.stores.sync.baselinesOfRecord(link.id, key))
      .map(({ hostName, status }) => `${hostName}: ${status}`)
      .toSorted(),
  }
}

function engineOn(store: SyncStore): Engine {
  return createEngine({
    store,
    files,
    records,
    remote: async () => counted(remote),
    clock,
    random: webRandom,
    sha256,
    moduleFolderName: () => 'Companies',
  })
}

function counted(account: Remote): Remote {
  return new Proxy(account, {
    get(of, name, receiver) {
      const member: unknown = Reflect.get(of, name, receiver)
      if (typeof member === 'function') calls += 1
      return member
    },
  })
}

function keyOf(record: DoomedRecord): RecordKey {
  return { tenantId: link.user.tenantId, module: 'companies', id: idOf(record) }
}

function crmOf(doomed: DoomedRecord): Crm {
  const record = keyOf(doomed)
  const find = async (name: string) =>
    (await files.list(record, { after: null, limit: 100 })).files.find((file) => file.name === name) ?? null
  return {
    files,
    record,
    async file(name) {
      return (await find(name)) ?? Promise.reject(new Error(`${record.id} has no "${name}".`))
    },
    async put(name, text) {
      const present = await find(name)
      const bytes = new TextEncoder().encode(text)
      const contents = { sizeBytes: bytes.byteLength, contentHash: null, open: async () => streamOf(bytes) }
      const idempotencyKey = webRandom.id()
      if (!present) return files.create(record, { folder: [], name, actor: person, idempotencyKey }, contents)
      const { id, version: expectedVersion } = present
      return files.replace({ record, id, expectedVersion }, contents, { actor: person, idempotencyKey })
    },
  }
}

async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
