import { type PathLower, type RemoteId, isAtOrBelow, parentLower } from '../../domain/remote-path.ts'
import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import { conflictName } from '../../names/conflict-name.ts'
import { fold } from '../../names/fold.ts'
import type { HostFile } from '../../ports/host-files.ts'
import type { Baseline, Link } from '../../ports/sync-rows.ts'
import { instantOf } from '../../state/instant-of.ts'
import { type Cell, type FolderCell, type MirrorFile, type Place, type RecordView, type Stray, asFile } from './cell.ts'
import { type Origin, cameInAs } from './came-in-as.ts'
import { hostFolderOf, isMissing, placeOfFile } from './folders.ts'
import { type FileOp, planFile } from './plan-file.ts'
import {
  type Naming,
  type Occupant,
  missingFolderOps,
  missingFolders,
  moveTarget,
  newTarget,
  startNaming,
} from './plan-names.ts'
import type { CopySource, PlanOp } from './plan-op.ts'
import { namesMatch } from '../host-place.ts'
import { isWaiting } from '../problems.ts'
import { pacedUntil } from './pace.ts'

/** Everything a plan looks at, gathered beforehand. */
export interface Batch {
  readonly link: Link
  readonly now: number
  /** By the text of the record's key. */
  readonly views: ReadonlyMap<string, RecordView>
  readonly cells: readonly Cell[]
  readonly folders: readonly FolderCell[]
  readonly strays: readonly Stray[]
  readonly occupantAt: (guess: PathLower) => Occupant
  /** Files in the host that were bound to a remote id: what moved in the remote is copied from them (S7). */
  readonly sources: ReadonlyMap<RemoteId, readonly HostFile[]>
}

interface BoundCell extends Cell {
  readonly baseline: Baseline
}

interface Decision<Of extends Cell> {
  readonly cell: Of
  readonly view: RecordView
  readonly op: FileOp | { readonly type: 'relocate' } | 'wait' | null
}

/**
 * Plans the dirty keys of a set of records together: each file's cell, then names, folders and moves between records. Pure: the
 * same batch gives the same plan, so a preview is this function.
 *
 * A file that has to wait for another op of the plan, e.g. for its folder, has no op of its own: it stays dirty for the next round.
 */
export function planBatch(batch: Batch): readonly PlanOp[] {
  const cells = batch.cells.flatMap((cell) => {
    const view = batch.views.get(recordKeyText(cell.record))
    return view ? [{ cell, view }] : []
  })
  const bound = cells.flatMap(({ cell, view }) => (isBound(cell) ? [decisionOf(batch, view, cell)] : []))
  const arrivals = cells.filter(({ cell }) => !cell.baseline && cell.host)
  const remoteOnly = cells.filter(({ cell }) => !cell.baseline && !cell.host)
  const departures = departuresOf(bound, arrivals)
  const naming = startNaming(batch.occupantAt, leavingOf(bound))
  // The store still knows them by the path that they have left.
  for (const { cell } of bound) if (cell.movedFrom) naming.claims.add(cell.baseline.pathLower)
  const ops = [
    ...bound
      .filter((decision) => !departures.has(decision.cell.fileId))
      .map((decision) => boundOp(batch, naming, decision)),
    ...arrivals.map(({ cell, view }) => {
      const departure = departures.get(cell.fileId)
      return departure ? arrivalOp(naming, view, cell, departure) : newOp(batch, naming, view, cell)
    }),
    ...remoteOnly.map(({ cell, view }) => remoteOp(batch, naming, view, cell)),
    ...batch.folders.map((folder) => folderOp(batch, folder)),
    ...batch.strays.map((stray): PlanOp => ({ type: stray.entry ? 'noteStray' : 'clearStray', stray })),
  ]
  return [...missingFolderOps(naming), ...withoutDoubles(ops.filter((op) => op !== null))]
}

/**
 * A new file of the host may be what an import of this plan became before the process died. It goes up one round later, when that
 * import has told (I8). Of two files that come into the host under one name the second waits as well: which of them gets a number
 * is not left to which is quicker (I9).
 */
function withoutDoubles(ops: readonly PlanOp[]): readonly PlanOp[] {
  const imported = new Set(ops.flatMap((op) => (op.type === 'import' ? [contentKey(op.view, op.remote)] : [])))
  const names = new Set<string>()
  return ops.filter((op) => {
    if (op.type === 'upload') {
      return op.cell.baseline !== null || !op.cell.host || !imported.has(contentKey(op.view, op.cell.host))
    }
    if (op.type !== 'import' && op.type !== 'storeCopy') return true
    const folder = op.type === 'import' ? op.folder : (op.cell.host?.folder ?? [])
    const name = JSON.stringify([recordKeyText(op.view.record), ...folder, op.name].map(fold))
    const isFirst = !names.has(name)
    names.add(name)
    return isFirst
  })
}

function contentKey({ record }: RecordView, { contentHash }: Pick<HostFile, 'contentHash'>): string {
  return `${recordKeyText(record)} ${contentHash}`
}

function isBound(cell: Cell): cell is BoundCell {
  return cell.baseline !== null
}

function decisionOf<Of extends Cell>(batch: Batch, view: RecordView, cell: Of): Decision<Of> {
  if (isAside(cell)) return { cell, view, op: { type: 'relocate' } }
  const op = planFile({ baseline: cell.baseline, host: cell.host, remote: cell.remote, rules: view.rules })
  return { cell, view, op: op && isWaiting(cell, op, batch.now) ? 'wait' : op }
}

/** Whether a file is under a number that an op of ours may only have parked it under. */
function isAside({ movedFrom, host, baseline }: Cell): boolean {
  return movedFrom !== undefined && !!host && !!baseline && !namesMatch(host, baseline)
}

/** The paths that files leave in this plan: who wants such a name waits for it. */
function leavingOf(bound: readonly Decision<BoundCell>[]): ReadonlyMap<PathLower, Decision<BoundCell>> {
  const leaves: readonly (string | undefined)[] = ['move', 'deleteRemote', 'detach', 'forget']
  return new Map(
    bound
      .filter(({ cell, op }) => cell.movedFrom || (op !== 'wait' && leaves.includes(op?.type)))
      .map((decision) => [decision.cell.movedFrom ?? decision.cell.baseline.pathLower, decision]),
  )
}

/** Files that left one record for another in the host keep their id: deleted here and new there is a move (C48). */
function departuresOf(
  bound: readonly Decision<BoundCell>[],
  arrivals: readonly { readonly cell: Cell }[],
): ReadonlyMap<string | null, BoundCell> {
  const arrived = new Set(arrivals.map(({ cell }) => cell.fileId))
  const departed = bound.filter(
    ({ cell, op }) => op !== 'wait' && op?.type === 'deleteRemote' && arrived.has(cell.fileId),
  )
  return new Map(departed.map(({ cell }) => [cell.fileId, cell]))
}

function boundOp(batch: Batch, naming: Naming, { cell, view, op }: Decision<BoundCell>): PlanOp | null {
  const { baseline, remote, host } = cell
  if (op === null || view.isGone) return { type: 'clear', view, cell }
  if (op === 'wait') return { type: 'wait', view, cell }
  switch (op.type) {
    case 'rebase':
    case 'forget':
    case 'block':
      return { ...op, view, cell }
    case 'detach':
    case 'relocate':
    case 'deleteRemote':
    case 'hold':
    case 'release':
      return { ...op, view, cell, baseline }
    case 'adopt':
    case 'updateHost':
      return remote && { type: op.type, view, cell, remote }
    case 'storeCopy':
      return (
        remote &&
        host && { type: 'storeCopy', view, cell, remote, name: copyName(batch, named(view, cell, host), remote) }
      )
    case 'import':
      return remote && importOp(batch, view, cell, remote, op.why)
    case 'move': {
      const target = moveTarget(naming, view, cell, baseline)
      if (target === 'stays') return { type: 'rebase', names: true, view, cell }
      if (!target || !remote) return null
      const { path: to, pathLower: toLower, isFinal } = target
      return { type: 'move', view, cell, from: baseline, revision: remote.revision, to, toLower, isFinal, left: null }
    }
    case 'upload': {
      const until = op.why === 'asked' ? null : pacedUntil(baseline, batch.now)
      if (until !== null) return { type: 'pace', view, cell, until }
      if (op.over) return uploadOp(view, cell, baseline, op)
      const target = newTarget(naming, view, cell, 'same')
      if (!target) return null
      const met = asFile(target.entry)
      return met ? { type: 'adopt', view, cell, remote: met } : uploadOp(view, cell, target, op)
    }
    case 'uploadBeside':
      return besideOp(naming, view, cell, remote)
  }
}

/** A file that the host has and the remote may have: the remote's is found by the name that ours would get. */
function newOp(batch: Batch, naming: Naming, view: RecordView, cell: Cell): PlanOp | null {
  const first = decisionOf(batch, view, cell)
  if (view.isGone) return { type: 'clear', view, cell }
  if (first.op === 'wait') return { type: 'wait', view, cell }
  if (first.op?.type === 'block') return { ...first.op, view, cell }
  // Before its folder is asked for: that would be another one than the folder that it came from.
  if (cell.host && isMissing(placeOfFile(view, cell.host.folder, null, names(batch)))) {
    const origin = cameInAs(batch, naming.claims, view, cell)
    if (origin) return originOp(naming, view, cell, origin)
  }
  const target = newTarget(naming, view, cell, 'union')
  if (!target) return null
  const remote = asFile(target.entry)
  const { op } = decisionOf(batch, view, { ...cell, remote })
  const origin = op !== 'wait' && op?.type !== 'adopt' ? cameInAs(batch, naming.claims, view, cell) : null
  if (origin) {
    naming.claims.delete(target.pathLower)
    return originOp(naming, view, cell, origin)
  }
  if (op === 'wait' || !op || !cell.host) return { type: 'clear', view, cell }
  switch (op.type) {
    case 'upload':
      return uploadOp(view, cell, target, op)
    case 'adopt':
      return remote && { type: 'adopt', view, cell, remote }
    case 'storeCopy':
      return remote && { type: 'storeCopy', view, cell, remote, name: copyName(batch, cell.host, remote) }
    case 'uploadBeside':
      naming.claims.delete(target.pathLower)
      return besideOp(naming, view, cell, remote)
    case 'block':
      return { ...op, view, cell }
    default:
      return null
  }
}

function originOp(naming: Naming, view: RecordView, cell: Cell, { remote, newMaps }: Origin): PlanOp {
  naming.claims.add(remote.pathLower)
  return { type: 'adopt', view, cell, remote, newMaps }
}

function uploadOp(
  view: RecordView,
  cell: Cell,
  { path, pathLower }: Place,
  { over, why }: FileOp & { readonly type: 'upload' },
): PlanOp {
  return { type: 'upload', view, cell, path, pathLower, over, why, met: null }
}

function besideOp(naming: Naming, view: RecordView, cell: Cell, met: MirrorFile | null): PlanOp | null {
  const { host } = cell
  if (!host) return null
  const name = conflictName(host.name, { from: 'CRM', who: host.updatedBy.name, at: host.updatedAt })
  const target = newTarget(naming, view, { ...cell, host: { ...host, name } }, 'same')
  if (!target) return null
  const { path, pathLower } = target
  return { type: 'upload', view, cell, path, pathLower, over: null, why: 'beside', met }
}

function arrivalOp(naming: Naming, view: RecordView, cell: Cell, left: BoundCell): PlanOp | null {
  const target = newTarget(naming, view, cell, 'free')
  if (!target || !left.remote) return null
  const { path: to, pathLower: toLower } = target
  return {
    type: 'move',
    view,
    cell,
    from: left.baseline,
    revision: left.remote.revision,
    to,
    toLower,
    isFinal: true,
    left,
  }
}

function remoteOp(batch: Batch, naming: Naming, view: RecordView, cell: Cell): PlanOp | null {
  const { remote } = cell
  if (!remote || view.isGone) return { type: 'clear', view, cell }
  // A file of the host that meets it here settles both; if that fails, this path must not be forgotten.
  if (naming.claims.has(remote.pathLower)) return null
  // A folder that the host has as well is bound first: the files in it may be the same (C3).
  if (missingFolders(naming).some((folder) => isAtOrBelow(remote.pathLower, folder.pathLower))) return null
  const { op } = decisionOf(batch, view, cell)
  if (op === 'wait') return { type: 'wait', view, cell }
  if (op?.type === 'block') return { ...op, view, cell }
  return importOp(batch, view, cell, remote, 'new')
}

function importOp(batch: Batch, view: RecordView, cell: Cell, remote: MirrorFile, why: 'new' | 'returned'): PlanOp {
  const { baseline } = cell
  if (baseline) {
    const { hostName: name, hostFolder: folder } = baseline
    return { type: 'import', view, cell, remote, why, name, folder, newMaps: [], source: null }
  }
  const { hostFolder, newMaps } = hostFolderOf(view, parentLower(remote.pathLower), names(batch))
  const known = batch.sources.get(remote.remoteId) ?? []
  const source = known.find((file) => file.contentHash !== null && file.contentHash === remote.contentHash)
  return {
    type: 'import',
    view,
    cell,
    remote,
    why: known.length > 0 ? 'renamed' : why,
    name: remote.name,
    folder: hostFolder,
    newMaps,
    source: source ? copySource(source) : null,
  }
}

function folderOp(batch: Batch, folder: FolderCell): PlanOp | null {
  const view = batch.views.get(recordKeyText(folder.record))
  if (!view) return null
  // Where the host has no empty folders, the first file in it brings the folder along.
  if (!folder.entry || folder.map || view.isGone || !view.capabilities.emptyFolders) {
    return { type: 'clearFolder', folder }
  }
  if (view.rules.importBlock) return { type: 'blockFolder', folder, code: view.rules.importBlock }
  const { hostFolder, newMaps } = hostFolderOf(view, folder.pathLower, names(batch))
  return { type: 'importFolder', view, folder, hostFolder, newMaps }
}

function names(batch: Batch) {
  return { entryAt: (guess: PathLower) => batch.occupantAt(guess).entry }
}

/** A copy that can only be found by its name is named after what does not change between two attempts. */
function named({ capabilities }: RecordView, { baseline }: Cell, { name }: HostFile): Pick<HostFile, 'name'> {
  return { name: capabilities.createdId || !baseline ? name : baseline.hostName }
}

function copyName(batch: Batch, host: Pick<HostFile, 'name'>, remote: MirrorFile): string {
  const at = remote.modifiedAt ?? instantOf(0)
  return conflictName(host.name, { from: 'Dropbox', who: batch.link.firstName, at })
}

function copySource(file: HostFile): CopySource {
  const record: RecordKey = file.record
  return { record, id: file.id, version: file.version }
}
