import type { RecordKey } from '../../domain/record-ref.ts'
import type { Sha256 } from '../../domain/content-hash.ts'
import { createEngine } from '../../engine/create-engine.ts'
import type { Engine, EngineOptions } from '../../engine/engine.ts'
import {
  type CapabilityOverrides,
  type ManualClock,
  type MemoryHostOptions,
  type MemoryHostRecords,
  type MemorySyncStore,
  manualClock,
  memoryHostFiles,
  memoryHostRecords,
  memoryRemote,
  memorySyncStore,
  seededRandom,
} from '../../memory/index.ts'
import type { Remote } from '../../ports/remote.ts'
import type { Link } from '../../ports/sync-rows.ts'
import { newLink } from '../sync-store/rows.ts'
import { webSha256 } from '../web-sha256.ts'
import { type Crm, type WorldHost, crmOf } from './crm.ts'
import { type Faults, faults } from './faults.ts'
import { type Spoke, spokeOf } from './spoke.ts'

/** What differs from one link, one record and a host that can do everything. */
export interface WorldOptions {
  /** First names of the users that have a link each. @default Ada */
  readonly users?: readonly string[] | undefined
  readonly capabilities?: CapabilityOverrides | undefined
  /** Another host than the memory one, e.g. a poor one. */
  readonly host?: ((parts: Pick<MemoryHostOptions, 'clock' | 'random' | 'sha256'>) => WorldHost) | undefined
  /** Changes on a page of the remote's feed. @default 500 */
  readonly pageSize?: number | undefined
  readonly settings?: Partial<EngineOptions> | undefined
  readonly seed?: number | undefined
  /** Another hash function, e.g. one that answers at once. @default the page's own */
  readonly sha256?: Sha256 | undefined
  /** Another remote over the memory one, e.g. with odd names. */
  readonly disguise?: ((remote: Remote) => Remote) | undefined
}

/** A CRM, its users with a Dropbox each, and the engine between them. All in memory. */
export interface World {
  readonly clock: ManualClock
  readonly store: MemorySyncStore
  readonly host: WorldHost
  readonly records: MemoryHostRecords
  readonly engine: Engine
  readonly faults: Faults
  /** Companies "Acme" with number 1. */
  readonly acme: RecordKey
  readonly crm: Crm
  /** The first user, and all of them. */
  readonly ada: Spoke
  readonly spokes: readonly Spoke[]
  /** The ops of all passes in order, e.g. `upload a.pdf`, with the links that they were for. */
  readonly trace: OpTrace[]
  /** A further record with a name and a number, e.g. `Beta (2)`. */
  readonly record: (number: string, name: string) => RecordKey
  /** Links one more account. */
  readonly link: (firstName: string, rest?: Partial<Link>) => Promise<Spoke>
}

/** An op that was carried out. */
export interface OpTrace {
  readonly linkId: string
  readonly op: string
}

const tenantId = 'tenant-1'
const remoteMethods = ['account', 'changes', 'get', 'download', 'upload', 'deleteFile', 'move', 'createFolder']
const hostMethods = [
  'list',
  'get',
  'read',
  'create',
  'createFrom',
  'replace',
  'rename',
  'move',
  'remove',
  'restore',
  'createFolder',
  'folders',
  'changes',
]

/** Builds a {@link World}; Acme is enrolled for nobody yet. */
export async function engineWorld(options: WorldOptions = {}): Promise<World> {
  const clock = manualClock()
  const sha256 = options.sha256 ?? webSha256
  const random = seededRandom(options.seed ?? 1)
  const store = memorySyncStore()
  const parts = { clock, random, sha256 }
  const host = options.host?.(parts) ?? memoryHostFiles({ ...parts, capabilities: options.capabilities })
  const records = memoryHostRecords({ records: [] })
  const broken = faults()
  const trace: OpTrace[] = []
  const remotes = new Map<string, Remote>()
  const engine = createEngine({
    store: broken.wrap(store, ['commit']),
    files: broken.wrap(host, hostMethods),
    records,
    remote: async ({ id }) => remotes.get(id) ?? Promise.reject(new Error(`There is no link "${id}".`)),
    clock,
    random,
    sha256,
    moduleFolderName: (module) => `${module.slice(0, 1).toUpperCase()}${module.slice(1)}`,
    ...options.settings,
    onEvent(event) {
      if (event.type === 'opDone') trace.push({ linkId: event.linkId, op: `${event.op} ${event.subject}` })
      options.settings?.onEvent?.(event)
    },
  })
  const record = (number: string, name: string): RecordKey => {
    const key: RecordKey = { tenantId, module: 'companies', id: `record-${number}` }
    records.set(key, { name, number, singular: 'Company' })
    return key
  }
  const acme = record('1', 'Acme')
  const spokes: Spoke[] = []
  const link = async (firstName: string, rest: Partial<Link> = {}): Promise<Spoke> => {
    const remote = memoryRemote({ ...parts, pageSize: options.pageSize })
    const row = newLink({
      id: `link-${spokes.length + 1}`,
      user: { tenantId, userId: `user-${firstName.toLowerCase()}` },
      accountId: `dbid:${spokes.length + 1}`,
      displayName: firstName,
      firstName,
      locale: 'en',
      ...rest,
    })
    await store.createLink(row)
    remotes.set(row.id, broken.wrap(options.disguise?.(remote) ?? remote, remoteMethods))
    const spoke = spokeOf({
      linkId: row.id,
      firstName,
      tenantId,
      user: row.user.userId,
      remote,
      store,
      engine,
      faults: broken,
    })
    spokes.push(spoke)
    return spoke
  }
  const ada = await link((options.users ?? ['Ada'])[0] ?? 'Ada')
  for (const name of (options.users ?? []).slice(1)) await link(name)
  return {
    clock,
    store,
    host,
    records,
    engine,
    faults: broken,
    acme,
    crm: crmOf(host, acme),
    ada,
    spokes,
    trace,
    record,
    link,
  }
}
