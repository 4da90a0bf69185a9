import {
  type ContentHash,
  type Engine,
  type EngineOptions,
  type Link,
  type Random,
  type RecordKey,
  type Remote,
  type StoreWrite,
  createEngine,
} from '../src/index.ts'
import {
  type CapabilityOverrides,
  type ManualClock,
  type MemoryHostRecords,
  type MemoryRemote,
  type MemorySyncStore,
  type StoreSnapshot,
  manualClock,
  memoryHostFiles,
  memoryHostRecords,
  memoryRemote,
  memorySyncStore,
} from '../src/memory/index.ts'
import type { WorldHost } from '../src/testing/engine-world/crm.ts'
import { poorHostFiles } from '../src/testing/poor-host/poor-host-files.ts'
import { mirrorEntryOf } from '../src/engine/1-pull/mirror.ts'
import { newEnrolment } from '../src/engine/2-record/new-enrolment.ts'
import { instantOf } from '../src/state/instant-of.ts'
import { type LinkBook, linkBook } from './book.ts'
import { fastHash } from './fast-hash.ts'
import { watchHost, watchRemote } from './watch.ts'
import { type Wire, createWire } from './wire.ts'

/** How large and how hard a world is. */
export interface ModelSize {
  readonly name: 'small' | 'full'
  readonly users: number
  readonly records: number
  /** `poor`: a CRM that lists, reads, adds and removes files, and nothing else. */
  readonly host: 'rich' | 'poor'
  readonly capabilities: CapabilityOverrides
  readonly maxFileBytes: number
  /** Changes on a page of the remote's feed: few, so that page boundaries fall everywhere. */
  readonly pageSize: number
  readonly settings?: Partial<EngineOptions>
}

/** One user with a Dropbox and an engine of their own process. */
export interface ModelSpoke {
  readonly user: number
  readonly userId: string
  readonly remote: MemoryRemote
  readonly wire: Wire
  readonly engine: Engine
  readonly book: LinkBook
  /** The link that is in force; another one after another account was linked. */
  linkId: string
  /** Which process works: another one after a crash. */
  process: number
  isUnlinked: boolean
}

/** A CRM, its users, and what the model knows beside the engine. */
export interface ModelWorld {
  readonly size: ModelSize
  readonly clock: ManualClock
  readonly store: MemorySyncStore
  readonly host: WorldHost
  readonly records: MemoryHostRecords
  readonly keys: readonly RecordKey[]
  readonly spokes: readonly ModelSpoke[]
  /** Every content that the CRM has held so far. */
  readonly held: Set<ContentHash>
  /** Contents that users of the CRM put there. */
  readonly put: Set<ContentHash>
  /** What did not hold at the instant of an effect; the engine would take an exception there for a failed call. */
  readonly violations: string[]
  /** Every pass with its ops, for the trace. */
  readonly trace: string[]
  /** What users removed from the CRM, newest last. */
  readonly removed: { readonly record: RecordKey; readonly id: string }[]
  passes: number
  /** Ops that have a row in the activity, over all passes. */
  toldOps: number
  hadFaults: boolean
  /** The database as it was saved last. */
  backup: StoreSnapshot | null
  /** A restored database has forgotten what was made once. */
  hasForgotten: boolean
  nextContent: number
}

const tenantId = 'tenant-1'
/** Who edits and decides. */
export const person = { userId: 'user-0', name: 'Grace', via: 'host' as const }
const remoteCalls = ['account', 'changes', 'get', 'download', 'upload', 'deleteFile', 'move', 'createFolder'] as const
const remoteEffects = ['upload', 'deleteFile', 'move', 'createFolder', 'changes', 'download', 'get'] as const
const hostCalls = [
  'list',
  'get',
  'read',
  'create',
  'createFrom',
  'replace',
  'createFolder',
  'folders',
  'changes',
] as const
const hostEffects = ['create', 'createFrom', 'replace', 'createFolder'] as const

/** More than a world has files: every op of a group is under way at once, as with a remote that makes batches. */
const lanes = { downloads: 32, uploads: 256, deletions: 256, folders: 256 }

/** Builds a world: records that every user has enrolled, and no files. */
export async function modelWorld(size: ModelSize): Promise<ModelWorld> {
  const clock = manualClock()
  const random = countedIds()
  const parts = { clock, random, sha256: fastHash }
  const host: WorldHost =
    size.host === 'poor' ? poorHostFiles(parts) : memoryHostFiles({ ...parts, capabilities: size.capabilities })
  const keys = Array.from({ length: size.records }, (_, at): RecordKey => ({
    tenantId,
    module: 'companies',
    id: `record-${at + 1}`,
  }))
  const records = memoryHostRecords({
    records: keys.map((key, at) => [key, { name: `Record ${at + 1}`, number: String(at + 1), singular: 'Company' }]),
  })
  const world: ModelWorld = {
    size,
    clock,
    store: memorySyncStore(),
    host,
    records,
    keys,
    spokes: [],
    held: new Set(),
    put: new Set(),
    violations: [],
    trace: [],
    removed: [],
    passes: 0,
    toldOps: 0,
    hadFaults: false,
    backup: null,
    hasForgotten: false,
    nextContent: 0,
  }
  const spokes: ModelSpoke[] = []
  for (let user = 0; user < size.users; user += 1) {
    const remote = memoryRemote({ clock, random, sha256: fastHash, pageSize: size.pageSize, lanes })
    const wire = createWire()
    const spoke: Omit<ModelSpoke, 'engine'> = {
      user,
      userId: `user-${user}`,
      remote,
      wire,
      book: linkBook(),
      linkId: `link-${user}`,
      process: 1,
      isUnlinked: false,
    }
    const watched: Remote = wire.through('remote', watchRemote(world, spoke), remoteCalls, remoteEffects)
    const files = wire.through('host', watchHost(world, spoke), hostCalls, hostEffects)
    const engine = createEngine({
      store: wire.through('store', world.store, ['commit'], ['commit']),
      files,
      records,
      remote: async () => watched,
      clock,
      random,
      sha256: fastHash,
      moduleFolderName: () => 'Companies',
      maxFileBytes: size.maxFileBytes,
      ...size.settings,
    })
    spokes.push(Object.assign(spoke, { engine }))
    await world.store.createLink(linkRow(spoke.userId, spoke.linkId, user))
    if (size.name === 'small') await writeSettled(world, spoke)
    else for (const key of keys) await engine.enrol(spoke.linkId, key, spoke.userId)
  }
  return Object.assign(world, { spokes })
}

/**
 * What the first pass of a link leads to: a record folder on both sides, nothing dirty. Written down, as the small model is about
 * what comes after; the full one starts with the pass.
 */
async function writeSettled(
  { store, keys, host, clock }: ModelWorld,
  { linkId, userId, remote }: Pick<ModelSpoke, 'linkId' | 'userId' | 'remote'>,
): Promise<void> {
  const moduleFolder = await remote.owner.mkdir('/Companies')
  const page = await remote.changes(null)
  const writes: StoreWrite[] = [
    {
      type: 'putModuleFolder',
      moduleFolder: {
        linkId,
        module: 'companies',
        folderId: moduleFolder.id,
        folder: moduleFolder.path,
        folderLower: moduleFolder.pathLower,
      },
    },
    { type: 'putMirror', entry: mirrorEntryOf(moduleFolder, linkId, 1) },
    { type: 'updateLink', set: { cursor: page.cursor, feedPosition: await positionOf(host) } },
  ]
  for (const [at, record] of keys.entries()) {
    const folder = await remote.owner.mkdir(`/Companies/Record ${at + 1} (${at + 1})`)
    const { id: folderId, path, pathLower: folderLower, name: lastNameWeSet } = folder
    const enrolment = newEnrolment(linkId, record, userId, instantOf(clock.now()))
    writes.push(
      { type: 'putMirror', entry: mirrorEntryOf(folder, linkId, 1) },
      { type: 'putEnrolment', enrolment: { ...enrolment, folderId, folder: path, folderLower, lastNameWeSet } },
    )
  }
  await store.commitUserRequest(linkId, writes)
}

async function positionOf(host: WorldHost): Promise<string | null> {
  return (await host.changes?.(tenantId, null))?.position ?? null
}

/** Ids that count: nothing in a model depends on chance but its seed. */
function countedIds(): Random {
  let last = 0
  return {
    id() {
      last += 1
      return `${last}`
    },
    fraction: () => 0.5,
  }
}

/** A link of a user to an account. */
export function linkRow(userId: string, linkId: string, account: number): Link {
  return {
    id: linkId,
    user: { tenantId, userId },
    provider: 'memory',
    accountId: `dbid:${account}`,
    email: `${userId}@example.com`,
    displayName: userId,
    firstName: `U${userId.slice(5)}`,
    locale: 'en',
    status: 'active',
    cursor: null,
    listingCursor: null,
    mirrorGeneration: 1,
    feedPosition: null,
    blockedUntil: null,
    hold: null,
    lastOkAt: null,
    createdAt: instantOf(0),
  }
}
