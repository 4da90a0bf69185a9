import type { HostFile } from '../ports/host-files.ts'
import type { Baseline, DirtyKey, Enrolment, MirrorEntry } from '../ports/sync-rows.ts'
import { dirtyKeyText } from '../state/dirty-key.ts'
import { instantOf } from '../state/instant-of.ts'
import { SyncError } from '../sync-error.ts'
import { listAnew, pull } from './1-pull/pull.ts'
import { readFeed } from './1-pull/read-feed.ts'
import { filesOf } from './1-pull/files-of.ts'
import { namesMatch } from './host-place.ts'
import type { AuditKind, AuditReport, Engine } from './engine.ts'
import { LEASE_MS, type Pass, type Settings, createPass } from './pass.ts'

/** Names or paths that are told for each kind of difference. */
const EXAMPLES = 5
/** More keys of a record than these are not asked for: they are looked at anyway. */
const DIRTY_KEYS = 100_000

/** Compares what is stored of a link with both sides, and marks what differs. What is dirty or has a problem is accounted for. */
export async function auditLink(
  settings: Settings,
  linkId: string,
  { owner, signal }: Parameters<Engine['audit']>[1],
): Promise<AuditReport> {
  const { store, clock } = settings
  const link = await store.link(linkId)
  if (!link || link.status === 'revoked') throw new SyncError('link_revoked', `There is no link "${linkId}".`)
  const now = clock.now()
  const lease = await store.acquireLease(linkId, owner, instantOf(now), instantOf(now + LEASE_MS))
  if (!lease) throw new SyncError('lease_lost', `A pass works on link "${linkId}".`)
  try {
    const pass = createPass(settings, { link, lease, remote: await settings.remote(link), signal })
    return await audit(pass)
  } finally {
    await store.releaseLease(lease)
  }
}

async function audit(pass: Pass): Promise<AuditReport> {
  const { store, link } = pass
  const found = findings()
  await pull(pass)
  await readFeed(pass, null)
  await listAnew(pass, (path) => found.add('mirrorDiffers', path))
  let records = 0
  let files = 0
  for (const enrolment of await store.enrolments(link.id)) {
    if (enrolment.status !== 'active' || enrolment.folderLower === null) continue
    await pass.assertGoingOn()
    records += 1
    files += await auditRecord(pass, enrolment, found)
  }
  return { linkId: link.id, records, files, differences: found.differences(), repaired: found.marked() }
}

/** One record; gives how many files it has in the host. */
async function auditRecord(pass: Pass, enrolment: Enrolment, found: Findings): Promise<number> {
  const { store, link, position } = pass
  const { record, folderLower } = enrolment
  if (folderLower === null) return 0
  const [files, baselines, entries, problems, dirty] = await Promise.all([
    filesOf(pass, record),
    store.baselinesOfRecord(link.id, record),
    store.mirrorTree(link.id, position.mirrorGeneration, folderLower),
    store.problems(link.id, record),
    store.dirty(link.id, { records: [record], limit: DIRTY_KEYS }),
  ])
  const known = new Set([...problems, ...dirty].map(({ key }) => dirtyKeyText(key)))
  if (known.has(dirtyKeyText({ type: 'record', record }))) return files.length
  const keys: DirtyKey[] = []
  for (const { kind, example, key, alsoKey } of differencesOf(enrolment, files, baselines, entries)) {
    if (known.has(dirtyKeyText(key)) || (alsoKey && known.has(dirtyKeyText(alsoKey)))) continue
    found.add(kind, example)
    keys.push(key)
  }
  found.mark(keys.length)
  if (keys.length > 0)
    await pass.commit(
      keys.map((key) => ({ type: 'markDirty', key })),
      [record],
    )
  return files.length
}

interface Difference {
  readonly kind: AuditKind
  readonly example: string
  readonly key: DirtyKey
  /** Another key that would account for it. */
  readonly alsoKey: DirtyKey | null
}

/** Compares the files of a record with their baselines and the mirror. Pure. */
function differencesOf(
  { record }: Enrolment,
  files: readonly HostFile[],
  baselines: readonly Baseline[],
  entries: readonly MirrorEntry[],
): readonly Difference[] {
  const fileOf = new Map(files.map((file) => [file.id, file]))
  const entryAt = new Map(entries.map((entry) => [entry.pathLower, entry]))
  const bound = new Set<string>()
  const known = new Set<string>()
  const differences: Difference[] = []
  for (const baseline of baselines) {
    known.add(baseline.fileId)
    if (baseline.status !== 'on') continue
    bound.add(baseline.pathLower)
    const key: DirtyKey = { type: 'file', record, fileId: baseline.fileId }
    const alsoKey: DirtyKey = { type: 'path', record, pathLower: baseline.pathLower }
    const kind = differenceOf(baseline, fileOf.get(baseline.fileId), entryAt.get(baseline.pathLower))
    if (kind) differences.push({ kind, example: baseline.path, key, alsoKey })
  }
  for (const file of files) {
    if (known.has(file.id)) continue
    const key: DirtyKey = { type: 'file', record, fileId: file.id }
    differences.push({ kind: 'unknownInHost', example: file.name, key, alsoKey: null })
  }
  for (const entry of entries) {
    if (entry.kind !== 'file' || bound.has(entry.pathLower)) continue
    const key: DirtyKey = { type: 'path', record, pathLower: entry.pathLower }
    differences.push({ kind: 'unknownInRemote', example: entry.path, key, alsoKey: null })
  }
  return differences
}

function differenceOf(
  baseline: Baseline,
  file: HostFile | undefined,
  entry: MirrorEntry | undefined,
): AuditKind | null {
  if (entry?.kind !== 'file') return 'missingInRemote'
  if (entry.revision !== baseline.revision || entry.contentHash !== baseline.contentHash) return 'differsInRemote'
  if (!file) return baseline.deletion ? null : 'missingInHost'
  return file.version === baseline.hostVersion && namesMatch(file, baseline) ? null : 'differsInHost'
}

type Findings = ReturnType<typeof findings>

function findings() {
  const kinds = new Map<AuditKind, { count: number; examples: string[] }>()
  let marked = 0
  return {
    add(kind: AuditKind, example: string): void {
      const known = kinds.get(kind) ?? { count: 0, examples: [] }
      known.count += 1
      if (known.examples.length < EXAMPLES) known.examples.push(example)
      kinds.set(kind, known)
    },
    mark(count: number): void {
      marked += count
    },
    marked: () => marked,
    differences: () => [...kinds].map(([kind, { count, examples }]) => ({ kind, count, examples })),
  }
}
