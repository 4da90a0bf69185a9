import type { PathLower, RemoteId } from '../domain/remote-path.ts'
import { recordKeyText } from '../domain/record-ref.ts'
import { numberedName } from '../names/allocate-name.ts'
import { conflictName } from '../names/conflict-name.ts'
import { fold } from '../names/fold.ts'
import type { HostFile, HostFolder } from '../ports/host-files.ts'
import type { Baseline, Link, MirrorEntry } from '../ports/sync-store.ts'
import { instantOf } from '../state/instant-of.ts'
import {
  type Cell,
  type FolderCell,
  type MirrorFile,
  type RecordView,
  type Stray,
  asFile,
  parentLower,
} from './cell.ts'
import { type MissingFolder, folderKey, folderToCreate, hostFolderOf, isMissing, placeOf } from './folders.ts'
import { type FileOp, planFile } from './plan-file.ts'
import type { Claims, CopySource, PlanOp } from './plan-op.ts'
import { isWaiting } from './problems.ts'
import { guessLower, joinPath } from './remote-join.ts'

/** What is at a path: the mirror's entry, and the baseline that holds the name. */
export interface Occupant {
  readonly entry: MirrorEntry | null
  readonly baseline: Baseline | null
}

/** Everything a plan looks at, gathered beforehand. */
export interface Batch {
  readonly link: Link
  readonly now: number
  /** By {@link recordKeyText}. */
  readonly views: ReadonlyMap<string, RecordView>
  readonly cells: readonly Cell[]
  readonly folders: readonly FolderCell[]
  readonly strays: readonly Stray[]
  readonly occupantAt: (guess: PathLower) => Occupant
  /** Files in the host that hold what was once under a remote id (S7). */
  readonly sources: ReadonlyMap<RemoteId, readonly (CopySource & { readonly contentHash: HostFile['contentHash'] })[]>
}

/**
 * Plans the dirty keys of a set of records together: each file's cell, then names, folders and moves. Pure: the same batch gives
 * the same plan, and a preview is this function.
 *
 * A file that has to wait for another op of the plan, e.g. for its folder, has no op of its own: it stays dirty for the next round.
 */
export function planBatch(batch: Batch): readonly PlanOp[] {
  const context: Context = { batch, claims: new Set(), missing: new Map(), moving: movesOf(batch) }
  const ops: PlanOp[] = []
  for (const folder of batch.folders) ops.push(...folderOps(context, folder))
  for (const cell of batch.cells) ops.push(...cellOps(context, cell))
  for (const { view, folder, waiting } of context.missing.values()) {
    const { path } = folderToCreate(view, folder, { entryAt: (guess) => batch.occupantAt(guess).entry })
    ops.push({ type: 'createFolder', view, hostFolder: folder.hostFolder, path, waiting })
  }
  for (const stray of batch.strays) {
    const isThere = stray.entry?.kind === 'file'
    ops.push({ type: isThere ? 'noteStray' : 'clearStray', stray })
  }
  return ops
}

interface Context {
  readonly batch: Batch
  readonly claims: Claims
  /** Folders to create, by {@link folderKey}, with the cells that wait for them. */
  readonly missing: Map<string, { readonly view: RecordView; readonly folder: MissingFolder; readonly waiting: Cell[] }>
  /** Files that this batch moves away, by the path that they leave. */
  readonly moving: ReadonlyMap<PathLower, Cell>
}

function viewOf(batch: Batch, cell: { readonly record: Cell['record'] }): RecordView | null {
  return batch.views.get(recordKeyText(cell.record)) ?? null
}

function fileOpOf(cell: Cell, view: RecordView): FileOp | null {
  return planFile({ baseline: cell.baseline, host: cell.host, remote: cell.remote, rules: view.rules })
}

function movesOf(batch: Batch): ReadonlyMap<PathLower, Cell> {
  const moving = new Map<PathLower, Cell>()
  for (const cell of batch.cells) {
    const view = viewOf(batch, cell)
    if (view && cell.baseline && fileOpOf(cell, view)?.type === 'move') moving.set(cell.baseline.pathLower, cell)
  }
  return moving
}

function cellOps(context: Context, cell: Cell): readonly PlanOp[] {
  const { batch } = context
  const view = viewOf(batch, cell)
  if (!view) return []
  const op = fileOpOf(cell, view)
  if (!op) return [{ type: 'clear', view, cell }]
  if (isWaiting(cell, op, batch.now)) return [{ type: 'wait', view, cell }]
  const { remote, baseline, host } = cell
  switch (op.type) {
    case 'rebase':
      return [{ ...op, view, cell }]
    case 'forget':
    case 'block':
      return [{ ...op, view, cell }]
    case 'detach':
      return baseline ? [{ type: 'detach', baseline, view, cell }] : []
    case 'adopt':
      return remote ? [{ type: 'adopt', remote, view, cell }] : []
    case 'updateHost':
      return remote ? [{ type: 'updateHost', remote, view, cell }] : []
    case 'deleteRemote':
      return baseline ? [{ type: 'deleteRemote', baseline, revision: op.revision, view, cell }] : []
    case 'import':
      return remote ? [importOp(context, { view, cell, remote, why: op.why })] : []
    case 'storeCopy': {
      if (!remote || !host) return []
      const at = remote.modifiedAt ?? instantOf(0)
      const name = conflictName(host.name, { from: 'Dropbox', who: batch.link.firstName, at })
      return [{ type: 'storeCopy', remote, name, view, cell }]
    }
    case 'upload':
      return uploadOps(context, view, cell, op)
    case 'uploadBeside': {
      if (!host) return []
      const name = conflictName(host.name, { from: 'CRM', who: '', at: host.updatedAt })
      return placed(context, view, cell, host.folder, name, (path) => ({
        type: 'upload',
        path,
        over: null,
        why: 'beside',
        view,
        cell,
      }))
    }
    case 'move':
      return baseline && host ? moveOps(context, view, cell, baseline, host) : []
  }
}

function importOp(
  context: Context,
  { view, cell, remote, why }: { view: RecordView; cell: Cell; remote: MirrorFile; why: 'new' | 'returned' },
): PlanOp {
  const { batch } = context
  const { hostFolder, newMaps } = hostFolderOf(view, parentLower(remote.pathLower), {
    entryAt: (guess) => batch.occupantAt(guess).entry,
  })
  const source = (batch.sources.get(remote.remoteId) ?? []).find(
    (candidate) => candidate.contentHash !== null && candidate.contentHash === remote.contentHash,
  )
  return {
    type: 'import',
    remote,
    why: why === 'new' && source ? 'renamed' : why,
    name: remote.name,
    folder: hostFolder,
    newMaps,
    source: source && view.capabilities.copy ? { record: source.record, id: source.id, version: source.version } : null,
    view,
    cell,
  }
}

function uploadOps(
  context: Context,
  view: RecordView,
  cell: Cell,
  op: FileOp & { readonly type: 'upload' },
): readonly PlanOp[] {
  const { host, baseline } = cell
  if (!host) return []
  if (op.over !== null && cell.remote) {
    return [{ type: 'upload', path: cell.remote.path, over: op.over, why: op.why, view, cell }]
  }
  // A file that was put back takes its old name where that is still free and still its own.
  const keepsName = baseline && host.name === baseline.hostName && sameFolder(host.folder, baseline.hostFolder)
  const name = keepsName ? baseline.remoteName : host.name
  return placed(context, view, cell, host.folder, name, (path) => ({
    type: 'upload',
    path,
    over: null,
    why: op.why,
    view,
    cell,
  }))
}

function moveOps(
  context: Context,
  view: RecordView,
  cell: Cell,
  baseline: Baseline,
  host: HostFile,
): readonly PlanOp[] {
  const place = placeOf(view, host.folder)
  if (isMissing(place)) return waitForFolder(context, view, place, cell)
  const wanted = numberedName(host.name, 1)
  const isSamePlace = place.pathLower === parentLower(baseline.pathLower)
  // The same name in another case, or a name that was allocated for it before: nothing moves (C38, S12).
  if (
    isSamePlace &&
    (fold(wanted) === fold(baseline.remoteName) || isNumberOf(baseline.remoteName, host.name, baseline.hostName))
  ) {
    return [{ type: 'rebase', names: true, view, cell }]
  }
  const holder = context.moving.get(guessLower(place.pathLower, wanted))
  const isCircle = holder && holder !== cell && !context.claims.has(guessLower(place.pathLower, wanted))
  if (isCircle && (holder.fileId ?? '') < (cell.fileId ?? '')) return []
  return placed(context, view, cell, host.folder, host.name, (to) => ({
    type: 'move',
    from: baseline,
    to,
    isFinal: !isCircle,
    left: null,
    view,
    cell,
  }))
}

/** `doc (2).pdf` is what `doc.pdf` was allocated to; a rename back to `doc.pdf` keeps it. */
function isNumberOf(remoteName: string, hostName: string, oldHostName: string): boolean {
  return hostName === oldHostName && fold(remoteName) !== fold(hostName)
}

/** The op at the first free name of the folder, or nothing while the folder is missing. */
function placed(
  context: Context,
  view: RecordView,
  cell: Cell,
  folder: HostFolder,
  name: string,
  op: (path: ReturnType<typeof joinPath>) => PlanOp,
): readonly PlanOp[] {
  const place = placeOf(view, folder)
  if (isMissing(place)) return waitForFolder(context, view, place, cell)
  for (let number = 1; ; number += 1) {
    const candidate = numberedName(name, number)
    const guess = guessLower(place.pathLower, candidate)
    if (context.claims.has(guess) || !isFree(context.batch.occupantAt(guess), cell)) continue
    context.claims.add(guess)
    return [op(joinPath(place.path, candidate))]
  }
}

function isFree({ entry, baseline }: Occupant, cell: Cell): boolean {
  if (baseline && baseline.fileId !== cell.fileId) return false
  return entry === null || (asFile(entry) !== null && entry.remoteId === cell.remote?.remoteId)
}

function waitForFolder(context: Context, view: RecordView, folder: MissingFolder, cell: Cell): readonly PlanOp[] {
  const key = folderKey(view, folder.hostFolder)
  const known = context.missing.get(key)
  if (known) known.waiting.push(cell)
  else context.missing.set(key, { view, folder, waiting: [cell] })
  return []
}

/** A folder comes into the host only when it is new to us (S13). */
function folderOps({ batch }: Context, folder: FolderCell): readonly PlanOp[] {
  const view = viewOf(batch, folder)
  if (!view || folder.entry?.kind !== 'folder' || folder.map) return [{ type: 'clearFolder', folder }]
  if (!view.capabilities.emptyFolders) return [{ type: 'clearFolder', folder }]
  if (view.rules.importBlock) {
    return folder.problems.some(({ code }) => code === view.rules.importBlock)
      ? [{ type: 'clearFolder', folder }]
      : [{ type: 'blockFolder', folder, code: view.rules.importBlock }]
  }
  const { hostFolder, newMaps } = hostFolderOf(view, folder.pathLower, {
    entryAt: (guess) => batch.occupantAt(guess).entry,
  })
  return [{ type: 'importFolder', view, folder, hostFolder, newMaps }]
}

function sameFolder(a: HostFolder, b: HostFolder): boolean {
  return a.length === b.length && a.every((name, depth) => name === b[depth])
}
