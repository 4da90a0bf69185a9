import { type PathLower, type RemoteId, parentLower } from '../../domain/remote-path.ts'
import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { HostFile } from '../../ports/host-files.ts'
import type { Baseline, DirtyKey, DirtyMark, MirrorEntry, Problem } from '../../ports/sync-rows.ts'
import { dirtyKeyText } from '../../state/dirty-key.ts'
import { isSyncError } from '../../sync-error.ts'
import { type Cell, type FolderCell, type MirrorFile, type RecordView, type Stray, asFile } from './cell.ts'
import { type Doubt, doubtedFiles } from './absent-files.ts'
import { baselinesAt, remotesOf } from './baselines-at.ts'
import { movedAlready } from './moved-already.ts'
import { type Pass, fileText } from '../pass.ts'
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
  const rows = await readRows(pass, grouped)
  const loaded = await Promise.all(grouped.map((group) => loadRecordCells(pass, group, rows, hashes)))
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

/** What the cells of several records are made of, read together for all of them. */
interface Rows {
  readonly entryAt: ReadonlyMap<PathLower, MirrorEntry | null>
  /** The rest by record, by the text of its key. */
  readonly of: (view: RecordView) => RecordRows
}

interface RecordRows {
  /** The baseline at each dirty path. */
  readonly holders: Map<PathLower, Baseline>
  /** By file: those that are dirty, and those of this record at dirty paths. */
  readonly baselineOf: Map<string, Baseline | null>
  readonly remotes: Map<Baseline, MirrorFile | null>
  readonly problems: readonly Problem[]
}

async function readRows(pass: Pass, groups: readonly KeysOf[]): Promise<Rows> {
  const nothing: RecordRows = { holders: new Map(), baselineOf: new Map(), remotes: new Map(), problems: [] }
  if (groups.length === 0) return { entryAt: new Map(), of: () => nothing }
  const { store, link, position } = pass
  const paths = groups.flatMap((group) => [...group.paths.keys()])
  const files = groups.flatMap((group) =>
    [...group.files.keys()].map((fileId) => ({ record: group.view.record, fileId })),
  )
  const [entries, fileBaselines, problems] = await Promise.all([
    paths.length > 0 ? store.mirror(link.id, position.mirrorGeneration, paths) : [],
    files.length > 0 ? store.baselinesByFile(link.id, files) : [],
    store.problemsByRecord(
      link.id,
      groups.map(({ view }) => view.record),
    ),
  ])
  const entryAt = new Map(paths.map((path, at) => [path, entries[at] ?? null]))
  const holders = await baselinesAt(pass, groups, entryAt)
  const known = new Map(files.map((file, at) => [fileText(file.record, file.fileId), fileBaselines[at] ?? null]))
  const baselinesOf = groups.map(({ view: { record }, files: own }, at) => {
    const found = new Map([...own.keys()].map((id) => [id, known.get(fileText(record, id)) ?? null]))
    for (const row of holders[at]?.values() ?? []) if (isOf(row, record)) found.set(row.fileId, row)
    return found
  })
  const remotes = await remotesOf(
    pass,
    baselinesOf.map((found) => [...found.values()].filter((row) => row !== null)),
  )
  const rows = new Map(
    groups.map(({ view }, at): readonly [string, RecordRows] => [
      recordKeyText(view.record),
      {
        holders: holders[at] ?? new Map(),
        baselineOf: baselinesOf[at] ?? new Map(),
        remotes: remotes[at] ?? new Map(),
        problems: problems[at] ?? [],
      },
    ]),
  )
  return { entryAt, of: (view) => rows.get(recordKeyText(view.record)) ?? nothing }
}

async function loadRecordCells(pass: Pass, { view, files, paths }: KeysOf, rows: Rows, hashes: Hashes) {
  const { record } = view
  const { entryAt } = rows
  const { holders, baselineOf, remotes, problems } = rows.of(view)
  const fileIds = [...baselineOf.keys()]
  const hosts = fileIds.length > 0 ? await pass.files.get(record, fileIds) : []
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
  const unbound = entries.flatMap((entry, at) => (entry?.kind === 'file' && !holders[at] ? [entry.pathLower] : []))
  const waiting = unbound.length > 0 ? await store.baselinesBelow(link.id, unbound) : []
  return new Map(
    guesses.map((guess, at): readonly [PathLower, Occupant] => {
      const entry = entries[at] ?? null
      const isUnbound = entry?.kind === 'file' && !holders[at]
      const waits = isUnbound ? waiting.find((row) => row.pathLower === entry.pathLower) : undefined
      return [guess, { entry, baseline: holders[at] ?? waits ?? null }]
    }),
  )
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
