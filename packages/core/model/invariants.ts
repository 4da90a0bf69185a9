import {
  type Baseline,
  type ContentHash,
  type HostFile,
  type Problem,
  type RecordKey,
  recordKeyText,
} from '../src/index.ts'
import { isRepeated } from './contents.ts'
import { hashOfFile } from './fast-hash.ts'
import type { ModelSpoke, ModelWorld } from './model-world.ts'
import { holds } from './violation.ts'

/** What holds at rest, whatever happened before (`docs/sync-rules.md`, "Invariants"). */
export async function assertInvariants(world: ModelWorld): Promise<void> {
  assertKept(world)
  for (const spoke of world.spokes) {
    if (!world.hasForgotten) assertOnce(spoke)
    const baselines: Baseline[] = []
    const problems: Problem[] = []
    for (const key of world.keys) {
      const rows = await world.store.baselinesOfRecord(spoke.linkId, key)
      const told = await world.store.problems(spoke.linkId, key)
      baselines.push(...rows)
      problems.push(...told)
      await assertHostSide(world, spoke, key, rows, told)
    }
    await assertRemoteSide(world, spoke, baselines, problems)
  }
  await assertConserved(world)
}

/** I1: what users put into the CRM is there still: current, in a history, in the trash. */
function assertKept({ host, keys, put, size }: ModelWorld): void {
  if (size.host === 'poor' || size.capabilities.trash === false || size.capabilities.versions === false) return
  const there = new Set(keys.flatMap((key) => host.contentsEver(key).map(({ hash }) => hash)))
  for (const hash of put) holds(there.has(hash), 'I1', () => `the CRM lost ${hash.slice(0, 8)}`)
}

/** I8: a path and revision of Dropbox became one file of the CRM. */
function assertOnce({ user, book }: ModelSpoke): void {
  for (const [hash, made] of book.creations) {
    if (isRepeated(hash)) continue
    const allowed = book.arrivals.get(hash) ?? 0
    holds(made <= allowed, 'I8', () => `${made} files of ${hash.slice(0, 8)} for user ${user}, ${allowed} arrived`)
  }
}

/** I4, I6, I7: what is bound is equal and alive, and every file has a state. */
async function assertHostSide(
  { host, store, keys }: ModelWorld,
  spoke: ModelSpoke,
  key: RecordKey,
  rows: readonly Baseline[],
  problems: readonly Problem[],
): Promise<void> {
  const files = new Map<string, HostFile>(host.allFiles(key).map((file) => [file.id, file]))
  const toldOf = (fileId: string): boolean => problems.some(({ key: of }) => of.type === 'file' && of.fileId === fileId)
  for (const row of rows) {
    if (row.status === 'suspended') continue
    const file = files.get(row.fileId)
    const enrolment = await store.enrolment(spoke.linkId, key)
    if (enrolment?.status !== 'active') continue
    holds(file !== undefined, 'I6', () => `${row.path} of user ${spoke.user} is bound to a file that is gone`)
    if (row.status !== 'on' || toldOf(row.fileId)) continue
    const hash = await hashOfFile(host, file)
    holds(hash === row.contentHash, 'I4', () => `${row.path} differs from the CRM`)
    holds(file.version === row.hostVersion, 'I4', () => `${row.path} is bound to an old version`)
  }
  const enrolment = await store.enrolment(spoke.linkId, key)
  if (enrolment?.status !== 'active' || problems.some(({ key: of }) => of.type === 'record')) return
  const known = new Set(rows.map(({ fileId }) => fileId))
  for (const file of files.values()) {
    const hasState = known.has(file.id) || toldOf(file.id)
    holds(hasState, 'I7', () => `${file.name} of record ${keys.indexOf(key)} has no state for user ${spoke.user}`)
  }
}

/** I1, I4, I7 from Dropbox's side: every file of a record's folder is bound to its equal, or told about. */
async function assertRemoteSide(
  { store, host, keys }: ModelWorld,
  spoke: ModelSpoke,
  baselines: readonly Baseline[],
  problems: readonly Problem[],
): Promise<void> {
  const roots = new Map<string, RecordKey>()
  for (const key of keys) {
    const enrolment = await store.enrolment(spoke.linkId, key)
    if (enrolment?.status === 'active' && enrolment.folderLower) roots.set(`${enrolment.folderLower}/`, key)
  }
  const present = new Map<string, ReadonlySet<ContentHash | null>>()
  for (const key of keys) {
    const hashes = await Promise.all(host.allFiles(key).map((file) => hashOfFile(host, file)))
    present.set(recordKeyText(key), new Set(hashes))
  }
  const bound = baselines.filter(({ status }) => status === 'on')
  const holders = new Map<string, Baseline>(bound.map((row) => [row.pathLower, row]))
  for (const entry of spoke.remote.owner.tree()) {
    if (entry.kind !== 'file') continue
    const root = [...roots.keys()].find((one) => entry.pathLower.startsWith(one))
    const key = root && roots.get(root)
    if (!key) continue
    const holder = holders.get(entry.pathLower)
    const filesHere = baselines.filter(({ pathLower }) => pathLower === entry.pathLower).map(({ fileId }) => fileId)
    const isTold = problems.some(
      ({ key: of, record }) =>
        (of.type === 'path' && of.pathLower === entry.pathLower) ||
        (of.type === 'file' && filesHere.includes(of.fileId)) ||
        (of.type === 'record' && record && recordKeyText(record) === recordKeyText(key)),
    )
    if (isTold) continue
    holds(holder !== undefined, 'I7', () => `${entry.path} of user ${spoke.user} is in nobody's hands`)
    holds(
      entry.contentHash === holder.contentHash,
      'I4',
      () => `${entry.path} of user ${spoke.user} is not synchronised`,
    )
    const isThere = present.get(recordKeyText(key))?.has(entry.contentHash) ?? false
    holds(isThere, 'I1', () => `${entry.path} of user ${spoke.user} is not in the CRM`)
  }
  for (const row of bound) {
    if (problems.some(({ key: of }) => of.type === 'file' && of.fileId === row.fileId)) continue
    const root = [...roots.keys()].some((one) => row.pathLower.startsWith(one))
    if (!root) continue
    const entry = await spoke.remote.get(row.path)
    holds(entry?.kind === 'file', 'I4', () => `${row.path} of user ${spoke.user} is bound and not in Dropbox`)
  }
}

const requestCodes = new Set([
  'linked',
  'unlinked',
  'stopped',
  'paused',
  'resumed',
  'undone',
  'conflictResolved',
  'deletionsConfirmed',
  'deletionsTakenBack',
  'holdAnswered',
])
const noteCodes = new Set([
  'blocked',
  'missingRight',
  'reconnectNeeded',
  'filesVanished',
  'notInARecord',
  'recordFolderFollowed',
  'recordFolderRemoved',
])

/** I15: every op left one row, where no call was lost on the way. */
async function assertConserved(world: ModelWorld): Promise<void> {
  if (world.hadFaults || world.hasForgotten) return
  const page = await world.store.activity({ tenantId: 'tenant-1' }, { before: null, limit: 100_000 })
  const rows = page.rows.filter(({ code }) => !requestCodes.has(code) && !noteCodes.has(code)).length
  holds(rows === world.toldOps, 'I15', () => `${world.toldOps} ops left ${rows} rows`)
}
