import type { PathLower } from '../domain/remote-path.ts'
import { type RecordKey, recordKeyText } from '../domain/record-ref.ts'
import { fold } from '../names/fold.ts'
import { safeName } from '../names/safe-name.ts'
import type { HostFile } from '../ports/host-files.ts'
import type { Baseline, DirtyKey, MirrorEntry, Problem } from '../ports/sync-store.ts'
import { dirtyKeyText } from '../state/dirty-key.ts'
import { type Cell, type FolderCell, type RecordView, type Stray, asFile } from './cell.ts'
import { isMissing, placeOf } from './folders.ts'
import type { Pass } from './pass.ts'
import type { Batch, Occupant } from './plan.ts'
import { guessLower } from './remote-join.ts'

/** How many paths are looked up one by one before a record's rows are read as a whole. */
const FEW_PATHS = 20

/** Gathers what the plan of these dirty keys looks at. Reads only; costs go with the keys, not with what exists. */
export async function loadBatch(
  pass: Pass,
  views: ReadonlyMap<string, RecordView>,
  keys: readonly DirtyKey[],
): Promise<Batch> {
  const rows = new Map<PathLower, MirrorEntry>()
  const holders = new Map<PathLower, Baseline>()
  const cells: Cell[] = []
  const folders: FolderCell[] = []
  for (const [text, view] of views) {
    const own = keys.filter((key) => key.record && recordKeyText(key.record) === text)
    if (own.length === 0) continue
    const loaded = await loadRecord(pass, view, own, { rows, holders })
    cells.push(...loaded.cells)
    folders.push(...loaded.folders)
  }
  return {
    link: pass.link,
    now: pass.clock.now(),
    views,
    cells,
    folders,
    strays: await loadStrays(pass, keys),
    occupantAt: (guess): Occupant => ({ entry: rows.get(guess) ?? null, baseline: holders.get(guess) ?? null }),
    sources: await loadSources(pass, cells),
  }
}

interface Known {
  readonly rows: Map<PathLower, MirrorEntry>
  readonly holders: Map<PathLower, Baseline>
}

async function loadRecord(pass: Pass, view: RecordView, keys: readonly DirtyKey[], known: Known) {
  const { store, link, position } = pass
  const paths = new Set(keys.flatMap((key) => (key.type === 'path' ? [key.pathLower] : [])))
  const fileIds = new Set(keys.flatMap((key) => (key.type === 'file' ? [key.fileId] : [])))
  const atPaths = await baselinesAt(pass, view.record, paths)
  for (const baseline of atPaths) fileIds.add(baseline.fileId)

  const ids = [...fileIds]
  const baselines = new Map<string, Baseline>()
  for (const row of await store.baselines(link.id, view.record, ids)) if (row) baselines.set(row.fileId, row)
  const hosts = new Map<string, HostFile>()
  const found = ids.length > 0 ? await pass.files.get(view.record, ids) : []
  for (const file of found) if (file) hosts.set(file.id, file)

  // Files that need a name look at all names around; everything else only at its own path.
  const unnamed = ids.filter((id) => needsName(hosts.get(id), baselines.get(id)))
  if (unnamed.length > 0) await lookAround(pass, view, known)
  const own = [...new Set([...paths, ...[...baselines.values()].map((row) => row.pathLower)])]
  const entries = await store.mirror(link.id, position.mirrorGeneration, own)
  entries.forEach((entry) => entry && known.rows.set(entry.pathLower, entry))

  const ownerOf = ownersOf([...baselines.values()])
  const guessed = pairByName(view, unnamed, hosts, baselines, known)
  const problems = await store.problems(link.id, view.record)
  const problemsOf = (cellKeys: readonly DirtyKey[]): readonly Problem[] => {
    const texts = new Set(cellKeys.map(dirtyKeyText))
    return problems.filter((problem) => texts.has(dirtyKeyText(problem.key)))
  }

  const cells: Cell[] = []
  const taken = new Set<PathLower>()
  for (const fileId of ids) {
    const baseline = baselines.get(fileId) ?? null
    const path = baseline && ownerOf.get(baseline.pathLower) === fileId ? baseline.pathLower : guessed.get(fileId)
    const remote = path ? asFile(known.rows.get(path)) : null
    if (path) taken.add(path)
    const cellKeys: DirtyKey[] = [{ type: 'file', record: view.record, fileId }]
    if (path) cellKeys.push({ type: 'path', record: view.record, pathLower: path })
    cells.push({
      record: view.record,
      fileId,
      keys: cellKeys,
      host: await withHash(pass, hosts.get(fileId) ?? null, baseline),
      baseline,
      remote,
      problems: problemsOf(cellKeys),
    })
  }
  const folders: FolderCell[] = []
  for (const pathLower of paths) {
    if (pathLower === view.root.pathLower) continue
    const entry = known.rows.get(pathLower) ?? null
    const map = view.folderMaps.find((row) => row.pathLower === pathLower) ?? null
    const cellKeys: DirtyKey[] = [{ type: 'path', record: view.record, pathLower }]
    if (entry?.kind === 'folder' || map) {
      const path = entry?.path ?? map?.path ?? view.root.path
      folders.push({ record: view.record, keys: cellKeys, entry, map, problems: problemsOf(cellKeys), path, pathLower })
    }
    if (taken.has(pathLower) || entry?.kind === 'folder') continue
    cells.push({
      record: view.record,
      fileId: null,
      keys: cellKeys,
      host: null,
      baseline: null,
      remote: asFile(entry),
      problems: problemsOf(cellKeys),
    })
  }
  // A file needs to know the folders above it, to be imported into them.
  await lookAbove(pass, view, cells, folders, known)
  return { cells, folders }
}

async function baselinesAt(pass: Pass, record: RecordKey, paths: ReadonlySet<PathLower>): Promise<readonly Baseline[]> {
  const { store, link } = pass
  if (paths.size === 0) return []
  if (paths.size > FEW_PATHS) {
    return (await store.baselinesOfRecord(link.id, record)).filter((row) => paths.has(row.pathLower))
  }
  const found: Baseline[] = []
  for (const path of paths) {
    const rows = await store.baselinesBelow(link.id, path)
    found.push(...rows.filter((row) => row.pathLower === path && recordKeyText(row.record) === recordKeyText(record)))
  }
  return found
}

/** Which file a path belongs to: one that is bound there, else one that once was. */
function ownersOf(baselines: readonly Baseline[]): ReadonlyMap<PathLower, string> {
  const rank = { on: 0, suspended: 1, detached: 2 } as const
  const owners = new Map<PathLower, Baseline>()
  for (const baseline of baselines) {
    const present = owners.get(baseline.pathLower)
    if (!present || rank[baseline.status] < rank[present.status]) owners.set(baseline.pathLower, baseline)
  }
  return new Map([...owners].map(([path, baseline]) => [path, baseline.fileId]))
}

function needsName(host: HostFile | undefined, baseline: Baseline | undefined): boolean {
  if (!host) return false
  if (!baseline || baseline.status === 'detached') return true
  return host.name !== baseline.hostName || host.folder.join('/') !== baseline.hostFolder.join('/')
}

async function lookAround(pass: Pass, view: RecordView, known: Known): Promise<void> {
  const { store, link, position } = pass
  for (const entry of await store.mirrorTree(link.id, position.mirrorGeneration, view.root.pathLower)) {
    known.rows.set(entry.pathLower, entry)
    // Where the remote folds a letter in its own way, our guess leads to the same row (C58).
    known.rows.set(guessLower(parentOf(entry.pathLower), fold(entry.name)), entry)
  }
  for (const baseline of await store.baselinesBelow(link.id, view.root.pathLower)) {
    if (baseline.status === 'on') known.holders.set(baseline.pathLower, baseline)
  }
}

function parentOf(path: PathLower): PathLower {
  return path.slice(0, path.lastIndexOf('/')) as PathLower
}

/** A file that no baseline knows, and a file of the same name in the remote that nobody holds, are one (C3, C4). */
function pairByName(
  view: RecordView,
  unnamed: readonly string[],
  hosts: ReadonlyMap<string, HostFile>,
  baselines: ReadonlyMap<string, Baseline>,
  known: Known,
): ReadonlyMap<string, PathLower> {
  const pairs = new Map<string, PathLower>()
  const used = new Set<PathLower>()
  for (const fileId of unnamed) {
    const host = hosts.get(fileId)
    if (!host || baselines.has(fileId)) continue
    const place = placeOf(view, host.folder)
    if (isMissing(place)) {
      const guess = guessIn(view, host)
      const entry = guess ? known.rows.get(guess) : null
      if (entry && asFile(entry) && !known.holders.has(entry.pathLower) && !used.has(entry.pathLower)) {
        used.add(entry.pathLower)
        pairs.set(fileId, entry.pathLower)
      }
      continue
    }
    const entry = known.rows.get(guessLower(place.pathLower, safeName(host.name)))
    if (!entry || !asFile(entry) || known.holders.has(entry.pathLower) || used.has(entry.pathLower)) continue
    used.add(entry.pathLower)
    pairs.set(fileId, entry.pathLower)
  }
  return pairs
}

/** Where a file would be if its folders, which no baseline knows yet, have their own names in the remote. */
function guessIn(view: RecordView, host: HostFile): PathLower | null {
  let path = view.root.pathLower
  for (const name of host.folder) path = guessLower(path, safeName(name))
  return guessLower(path, safeName(host.name))
}

/** A host without hashes has its file read once per version. */
async function withHash(pass: Pass, host: HostFile | null, baseline: Baseline | null): Promise<HostFile | null> {
  if (!host || host.contentHash !== null || host.sizeBytes > pass.maxFileBytes) return host
  if (baseline && baseline.hostVersion === host.version) return { ...host, contentHash: baseline.contentHash }
  const { hash } = await pass.hashOf(host)
  return { ...host, contentHash: hash }
}

async function lookAbove(
  pass: Pass,
  view: RecordView,
  cells: readonly Cell[],
  folders: readonly FolderCell[],
  known: Known,
): Promise<void> {
  const wanted = new Set<PathLower>()
  for (const path of [
    ...cells.flatMap(({ remote }) => (remote ? [remote.pathLower] : [])),
    ...folders.map((f) => f.pathLower),
  ]) {
    for (let at = path; at.length > view.root.pathLower.length; at = parentOf(at))
      if (!known.rows.has(at)) wanted.add(at)
  }
  if (wanted.size === 0) return
  const rows = await pass.store.mirror(pass.link.id, pass.position.mirrorGeneration, [...wanted])
  rows.forEach((row) => row && known.rows.set(row.pathLower, row))
}

async function loadStrays(pass: Pass, keys: readonly DirtyKey[]): Promise<readonly Stray[]> {
  const strays = keys.flatMap((key) => (key.type === 'path' && key.record === null ? [key] : []))
  if (strays.length === 0) return []
  const { store, link, position } = pass
  const entries = await store.mirror(
    link.id,
    position.mirrorGeneration,
    strays.map((key) => key.pathLower),
  )
  const problems = new Map((await store.problems(link.id, null)).map((problem) => [dirtyKeyText(problem.key), problem]))
  return strays.map((key, index) => ({
    key,
    entry: entries[index] ?? null,
    problem: problems.get(dirtyKeyText(key)) ?? null,
  }))
}

/** The files that new entries of the remote were, before they were renamed there (S7). */
async function loadSources(pass: Pass, cells: readonly Cell[]): Promise<Batch['sources']> {
  const ids = cells.flatMap(({ baseline, host, remote }) => (remote && !baseline && !host ? [remote.remoteId] : []))
  const sources = new Map<
    (typeof ids)[number],
    { record: RecordKey; id: string; version: string; contentHash: HostFile['contentHash'] }[]
  >()
  if (ids.length === 0) return sources
  for (const baseline of await pass.store.baselinesByRemoteId(pass.link.id, ids)) {
    const [file] = await pass.files.get(baseline.record, [baseline.fileId])
    if (!file) continue
    const list = sources.get(baseline.remoteId) ?? []
    list.push({ record: baseline.record, id: file.id, version: file.version, contentHash: file.contentHash })
    sources.set(baseline.remoteId, list)
  }
  return sources
}
