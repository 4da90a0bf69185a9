import { type PathLower, type RemoteId, parentLower } from '../../domain/remote-path.ts'
import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { HostFile } from '../../ports/host-files.ts'
import type { Baseline, DirtyKey, DirtyMark, MirrorEntry, Problem } from '../../ports/sync-store.ts'
import { dirtyKeyText } from '../../state/dirty-key.ts'
import { isSyncError } from '../../sync-error.ts'
import { type Cell, type FolderCell, type MirrorFile, type RecordView, type Stray, asFile } from './cell.ts'
import { type Doubt, doubtedFiles } from './absent-files.ts'
import { baselinesAt, remotesOf } from './baselines-at.ts'
import { movedAlready } from './moved-already.ts'
import type { Pass } from '../pass.ts'
import { type Batch, planBatch } from './plan.ts'
import type { Occupant } from './plan-names.ts'
import type { PlanOp } from './plan-op.ts'
import { guessLower } from '../../names/remote-join.ts'

/** Whether files are read where the host knows no hash; a preview does not. */
type Hashes = 'read' | 'known'

/** Keys of one record, those of paths with the record that they belong to now. */
interface KeysOf {
  readonly view: RecordView
  readonly files: ReadonlyMap<string, DirtyMark[]>
  readonly paths: ReadonlyMap<PathLower, DirtyMark[]>
}

/** A batch, and the files of which not enough is known: they are in no plan. */
export interface LoadedBatch extends Batch {
  readonly doubts: readonly Doubt[]
}

/** Gathers what the plan of some dirty keys looks at. Records without a view have no cells. */
export async function loadBatch(
  pass: Pass,
  views: ReadonlyMap<string, RecordView>,
  keys: readonly DirtyMark[],
  hashes: Hashes = 'read',
): Promise<LoadedBatch> {
  const { grouped, strayKeys } = await groupKeys(pass, keys, views)
  const loaded = await Promise.all(grouped.map((group) => loadRecordCells(pass, group, hashes)))
  const cells = loaded.flatMap((part) => part.cells)
  return {
    doubts: loaded.flatMap((part) => part.doubts),
    link: pass.link,
    now: pass.clock.now(),
    views,
    cells,
    folders: loaded.flatMap((part) => part.folders),
    strays: await loadStrays(pass, strayKeys),
    occupantAt: () => ({ entry: null, baseline: null }),
    sources: await loadSources(pass, cells),
  }
}

/**
 * Plans a batch and loads the names that the plan asks for on the way: planning is pure and quick, so it is done again until
 * every path that it looked at is known.
 */
export async function planLoaded(pass: Pass, batch: Batch): Promise<readonly PlanOp[]> {
  const known = new Map<PathLower, Occupant>()
  const nobody: Occupant = { entry: null, baseline: null }
  for (;;) {
    const unknown = new Set<PathLower>()
    const plan = planBatch({
      ...batch,
      occupantAt(guess) {
        const occupant = known.get(guess)
        if (!occupant) unknown.add(guess)
        return occupant ?? nobody
      },
    })
    if (unknown.size === 0) return plan
    for (const [guess, occupant] of await loadOccupants(pass, [...unknown])) known.set(guess, occupant)
  }
}

type PathMark = Pick<Stray, 'key' | 'mark'>

/** A path belongs to the record whose folder it is in now, whatever its key says: folders move. */
async function groupKeys(pass: Pass, marks: readonly DirtyMark[], views: ReadonlyMap<string, RecordView>) {
  const index = await pass.enrolments()
  const groups = new Map<
    string,
    { view: RecordView; files: Map<string, DirtyMark[]>; paths: Map<PathLower, DirtyMark[]> }
  >()
  const strayKeys: PathMark[] = []
  const groupFor = (record: RecordKey) => {
    const text = recordKeyText(record)
    const view = views.get(text)
    if (!view) return null
    const group = groups.get(text) ?? { view, files: new Map(), paths: new Map() }
    groups.set(text, group)
    return group
  }
  for (const marked of marks) {
    const { key, mark } = marked
    if (key.type === 'file') {
      const group = groupFor(key.record)
      group?.files.set(key.fileId, [...(group.files.get(key.fileId) ?? []), marked])
    }
    if (key.type === 'path') {
      const record = index.recordAt(key.pathLower)
      if (!record) strayKeys.push({ key, mark })
      const group = record && groupFor(record)
      group?.paths.set(key.pathLower, [...(group.paths.get(key.pathLower) ?? []), marked])
    }
  }
  return { grouped: [...groups.values()] satisfies readonly KeysOf[], strayKeys }
}

async function loadRecordCells(pass: Pass, { view, files, paths }: KeysOf, hashes: Hashes) {
  const { store, link, position } = pass
  const { record } = view
  const pathList = [...paths.keys()]
  const entries = await store.mirror(link.id, position.mirrorGeneration, pathList)
  const entryAt = new Map(pathList.map((path, at) => [path, entries[at] ?? null]))
  const [holders, fileBaselines, problems] = await Promise.all([
    baselinesAt(pass, view, entryAt),
    store.baselines(link.id, record, [...files.keys()]),
    store.problems(link.id, record),
  ])
  const baselineOf = new Map<string, Baseline | null>(
    [...files.keys()].map((id, at) => [id, fileBaselines[at] ?? null]),
  )
  for (const baseline of holders.values()) if (isOf(baseline, record)) baselineOf.set(baseline.fileId, baseline)

  const fileIds = [...baselineOf.keys()]
  const hosts = await pass.files.get(record, fileIds)
  const remotes = await remotesOf(
    pass,
    [...baselineOf.values()].filter((baseline) => baseline !== null),
  )
  const gone = fileIds.flatMap((fileId, at) => {
    const baseline = baselineOf.get(fileId)
    const host = hosts[at]
    return host && baseline && !remotes.get(baseline) ? [{ host, baseline }] : []
  })
  const movedFrom = new Map<string, PathLower>()
  for (const { baseline, to, remote } of await movedAlready(pass, view, gone)) {
    movedFrom.set(to.fileId, baseline.pathLower)
    baselineOf.set(to.fileId, to)
    holders.set(to.pathLower, to)
    remotes.set(to, remote)
  }
  const problemsOf = problemIndex(problems)
  const cellOf = (fileId: string, at: number): Cell => {
    const baseline = baselineOf.get(fileId) ?? null
    const pathKeys =
      baseline && holders.get(baseline.pathLower) === baseline ? paths.get(baseline.pathLower) : undefined
    const own: DirtyKey = { type: 'file', record, fileId }
    const keys = [...(files.get(fileId) ?? []), ...(pathKeys ?? [])]
    const remote = (baseline && remotes.get(baseline)) ?? null
    const found = problemsOf([own, ...keys.map(({ key }) => key)])
    const host = hosts[at] ?? null
    return { record, fileId, keys, host, baseline, movedFrom: movedFrom.get(fileId), remote, problems: found }
  }
  const all = fileIds.map(cellOf)
  const doubted = await doubtedFiles(pass, record, all)
  const isDoubted = ({ fileId }: Cell): boolean => fileId !== null && doubted.has(fileId)
  const doubts = all.filter(isDoubted).map((cell): Doubt => ({ cell, failure: null }))
  const present = all.filter((cell) => !isDoubted(cell))
  const isToRead = hashes === 'read' && present.some((cell) => needsHash(pass, cell))
  const read = isToRead ? await Promise.all(present.map((cell) => withHash(pass, cell))) : present
  const cells: Cell[] = []
  for (const one of read) {
    if ('failure' in one) doubts.push(one)
    else cells.push(one)
  }
  const folders: FolderCell[] = []
  for (const [path, keys] of paths) {
    const entry = entryAt.get(path) ?? null
    const map = view.folderMaps.find((row) => row.pathLower === path) ?? null
    const remote = asFile(entry)
    const found = problemsOf(keys.map(({ key }) => key))
    if (!remote || map) {
      const place = entry ?? map ?? { path: view.root.path, pathLower: path }
      const isFolder = entry?.kind === 'folder'
      const isHeld = holders.has(path) || remote
      folders.push({
        record,
        path: place.path,
        pathLower: path,
        keys: isHeld ? [] : keys,
        entry: isFolder ? entry : null,
        map,
        problems: isHeld ? [] : found,
      })
    }
    if (remote && !holders.has(path)) {
      noteAlias(pass, remote)
      cells.push({ record, fileId: null, keys, host: null, baseline: null, remote, problems: found })
    }
  }
  return { cells, folders, doubts }
}

function problemIndex(problems: readonly Problem[]): (keys: readonly DirtyKey[]) => readonly Problem[] {
  if (problems.length === 0) return () => []
  const byKey = new Map(problems.map((problem) => [dirtyKeyText(problem.key), problem]))
  return (keys) => {
    const texts = new Set(keys.flatMap((key) => [dirtyKeyText(key), ...strayText(key)]))
    return [...texts].flatMap((text) => byKey.get(text) ?? [])
  }
}

/** A path may have had a problem before it belonged to a record. */
function strayText(key: DirtyKey): readonly string[] {
  return key.type === 'path' ? [dirtyKeyText({ ...key, record: null })] : []
}

/** Where the host knows no hash and the version is new, the contents are read once. */
function needsHash({ maxFileBytes }: Pass, { host, baseline }: Cell): boolean {
  if (!host || host.contentHash || host.version === baseline?.hostVersion) return false
  return host.sizeBytes <= maxFileBytes
}

/** A file with the hash of what it holds, if that is not known. One that cannot be read stops no other (S14). */
async function withHash(pass: Pass, cell: Cell): Promise<Cell | Doubt> {
  const { host } = cell
  if (!host || !needsHash(pass, cell)) return cell
  try {
    const { hash } = await pass.hashOf(host)
    return { ...cell, host: { ...host, contentHash: hash } }
  } catch (error) {
    if (!isSyncError(error) || error.code === 'cancelled') throw error
    return { cell, failure: error }
  }
}

/** Where the remote folds a letter in its own way, our guess at a name leads to the path that it really has (C58). */
function noteAlias(pass: Pass, { pathLower, name }: MirrorFile): void {
  const guess = guessLower(parentLower(pathLower), name)
  if (guess !== pathLower) pass.aliases.set(guess, pathLower)
}

/** What is at some paths; a file that is there belongs to whichever baseline waits for that path. */
async function loadOccupants(pass: Pass, guesses: readonly PathLower[]): Promise<ReadonlyMap<PathLower, Occupant>> {
  const { store, link, position } = pass
  const paths = guesses.map((guess) => pass.aliases.get(guess) ?? guess)
  const [entries, holders] = await Promise.all([
    store.mirror(link.id, position.mirrorGeneration, paths),
    store.baselinesByPath(link.id, paths),
  ])
  const occupants = await Promise.all(
    guesses.map(async (guess, at): Promise<readonly [PathLower, Occupant]> => {
      const entry = entries[at] ?? null
      const baseline = holders[at] ?? (entry?.kind === 'file' ? await waitingAt(pass, entry) : null)
      return [guess, { entry, baseline }]
    }),
  )
  return new Map(occupants)
}

async function waitingAt(pass: Pass, entry: MirrorEntry): Promise<Baseline | null> {
  const rows = await pass.store.baselinesBelow(pass.link.id, entry.pathLower)
  return rows.find((row) => row.pathLower === entry.pathLower) ?? null
}

/** The host's files that were bound to the ids of new remote files: what is there may be copied instead of downloaded. */
async function loadSources(pass: Pass, cells: readonly Cell[]): Promise<ReadonlyMap<RemoteId, readonly HostFile[]>> {
  const ids = cells.flatMap(({ baseline, host, remote }) => (!baseline && !host && remote ? [remote.remoteId] : []))
  if (ids.length === 0) return new Map()
  const baselines = await pass.store.baselinesByRemoteId(pass.link.id, ids)
  const sources = new Map<RemoteId, HostFile[]>()
  for (const { record, fileId, remoteId } of baselines) {
    const [file] = await pass.files.get(record, [fileId])
    if (file) sources.set(remoteId, [...(sources.get(remoteId) ?? []), file])
  }
  return sources
}

function isOf(baseline: Baseline, record: RecordKey): boolean {
  return recordKeyText(baseline.record) === recordKeyText(record)
}

/** The strays of a batch with their entries and problems. */
async function loadStrays(pass: Pass, marks: readonly PathMark[]): Promise<readonly Stray[]> {
  if (marks.length === 0) return []
  const { store, link, position } = pass
  const keys = marks.map(({ key }) => key)
  const paths = keys.map((key) => key.pathLower)
  const [entries, problems] = await Promise.all([
    store.mirror(link.id, position.mirrorGeneration, paths),
    store.problemsByKey(link.id, keys),
  ])
  return marks.map((marked, at) => ({ ...marked, entry: asFile(entries[at]), problem: problems[at] ?? null }))
}
