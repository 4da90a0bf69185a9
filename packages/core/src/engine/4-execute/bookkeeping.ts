import type { RecordKey } from '../../domain/record-ref.ts'
import type { Baseline, Problem, FolderMap } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import { instantOf } from '../../state/instant-of.ts'
import { dirtyKeyText } from '../../state/dirty-key.ts'
import { SyncError } from '../../sync-error.ts'
import type { Cell, MirrorFile } from '../3-plan/cell.ts'
import { type Pass, actorOf, countOp } from '../pass.ts'
import type { PlanOp } from '../3-plan/plan-op.ts'
import { opSubject } from './op-subject.ts'
import { clearKeys, markPath, settle, settlePath } from '../dirty-keys.ts'
import { folderInput, inputOf, problemAfter, problemKeyOf } from '../problems.ts'

/** How many ops share one commit. */
const OPS_A_COMMIT = 200

/** Ops without an effect outside: rows only, many to a commit. */
export async function bookkeep(pass: Pass, ops: readonly PlanOp[]): Promise<void> {
  for (let at = 0; at < ops.length; at += OPS_A_COMMIT) {
    await pass.assertGoingOn()
    const slice = ops.slice(at, at + OPS_A_COMMIT)
    const records = new Map<string, RecordKey>()
    const writes = slice.flatMap((op) => {
      if ('view' in op && op.type !== 'clear' && op.type !== 'wait') {
        records.set(JSON.stringify(op.view.record), op.view.record)
        countOp(pass, op.type, op.view.record, opSubject(op))
      }
      return writesOf(pass, op)
    })
    if (writes.length > 0) await pass.commit(writes, [...records.values()])
    // What belongs to no record is shown with the link.
    if (slice.some(({ type }) => type === 'noteStray')) pass.onEvent({ type: 'linkChanged', linkId: pass.link.id })
  }
}

function writesOf(pass: Pass, op: PlanOp): readonly StoreWrite[] {
  switch (op.type) {
    case 'clear':
      return settle(op.cell)
    case 'wait':
      return clearKeys(op.cell.keys)
    case 'rebase':
      return rebaseWrites(op.cell, op.names)
    case 'relocate':
      return [{ type: 'putBaseline', baseline: op.baseline }]
    case 'adopt':
      return [...adoptWrites(pass, op.cell, op.remote), ...folderMapWrites(op.newMaps ?? [])]
    case 'detach':
      return [
        { type: 'putBaseline', baseline: { ...op.baseline, status: 'detached' } },
        ...settle(op.cell),
        pass.activity({
          record: op.view.record,
          fileId: op.baseline.fileId,
          subject: op.baseline.hostName,
          code: 'keptAfterRemoteDelete',
          direction: null,
          details: { path: op.baseline.path },
          undo: pass.undo(op.view.record.module, { type: 'putBack' }),
        }),
      ]
    case 'forget':
      return [
        ...(op.cell.fileId === null ? [] : forgetFile(op.view.record, op.cell.fileId)),
        ...settle(op.cell),
        // What the remote still has is nobody's now: it is looked at for itself.
        ...(op.cell.remote ? [markPath(op.view.record, op.cell.remote)] : []),
      ]
    case 'block':
      return blockWrites(pass, op)
    case 'hold':
      return holdWrites(pass, op)
    case 'release':
      return releaseWrites(op)
    case 'pace':
      return paceWrites(pass, op)
    case 'clearFolder':
      return [
        ...settle(op.folder),
        ...(op.folder.entry === null && op.folder.map
          ? [{ type: 'deleteFolderMap', record: op.folder.record, pathLower: op.folder.pathLower } satisfies StoreWrite]
          : []),
      ]
    case 'blockFolder': {
      const key = op.folder.keys[0]?.key
      if (!key) return []
      const problem = problemAfter(new SyncError(op.code, 'The folder may not come in.'), {
        linkId: pass.link.id,
        record: op.folder.record,
        key,
        subject: op.folder.entry?.name ?? '',
        input: folderInput(op.folder),
        before: op.folder.problems,
        now: pass.clock.now(),
      })
      return [{ type: 'putProblem', problem }, ...clearKeys(op.folder.keys)]
    }
    case 'noteStray':
      return strayWrites(pass, op.stray)
    case 'clearStray':
      return settle({ keys: [op.stray], problems: op.stray.problem ? [op.stray.problem] : [] })
    default:
      return []
  }
}

function forgetFile(record: RecordKey, fileId: string): readonly StoreWrite[] {
  return [
    { type: 'deleteBaseline', record, fileId },
    { type: 'deleteConflicts', record, fileId },
  ]
}

/** A deletion becomes a question: the baseline remembers it, and a problem shows it (S15). */
function holdWrites(pass: Pass, { view, cell, baseline }: PlanOp & { readonly type: 'hold' }): readonly StoreWrite[] {
  const { record, fileId } = baseline
  const problem: Problem = {
    linkId: pass.link.id,
    record,
    key: { type: 'file', record, fileId },
    code: 'deletion_held',
    subject: baseline.hostName,
    attempts: 1,
    retryAt: null,
    input: inputOf(cell),
  }
  return [
    { type: 'putBaseline', baseline: { ...baseline, status: 'on', deletion: 'held' } },
    ...settle(cell),
    { type: 'putProblem', problem },
    pass.activity({
      record: view.record,
      fileId,
      subject: baseline.hostName,
      code: 'deletionHeld',
      direction: null,
      details: { path: baseline.path },
    }),
  ]
}

/** The keys stay dirty: what became of the file meanwhile is for the next round. */
function releaseWrites({ baseline, cell }: PlanOp & { readonly type: 'release' }): readonly StoreWrite[] {
  return [
    { type: 'putBaseline', baseline: { ...baseline, deletion: null } },
    ...cell.problems
      .filter(({ code }) => code === 'deletion_held')
      .map(({ key }): StoreWrite => ({ type: 'deleteProblem', key })),
  ]
}

/** The file is looked at again when its time has come; new edits until then are one upload. */
function paceWrites(pass: Pass, { view, cell, until }: PlanOp & { readonly type: 'pace' }): readonly StoreWrite[] {
  const key = problemKeyOf(cell)
  if (!key) return clearKeys(cell.keys)
  const problem: Problem = {
    linkId: pass.link.id,
    record: view.record,
    key,
    code: 'edited_often',
    subject: cell.host?.name ?? '',
    attempts: 1,
    retryAt: instantOf(until),
    input: inputOf(cell),
  }
  return [...settle(cell), { type: 'putProblem', problem }]
}

/** The keys stay dirty: the next round says whether anything is left. */
function rebaseWrites({ baseline, host, remote }: Cell, names: boolean): readonly StoreWrite[] {
  if (!baseline || !host) return []
  const next: Baseline = {
    ...baseline,
    status: baseline.status === 'suspended' ? 'on' : baseline.status,
    hostVersion: host.version,
    sizeBytes: host.sizeBytes,
    contentHash: remote?.contentHash ?? baseline.contentHash,
    revision: remote?.revision ?? baseline.revision,
    remoteId: remote?.remoteId ?? baseline.remoteId,
    deletion: null,
    ...(names ? { hostName: host.name, hostFolder: host.folder } : {}),
  }
  return [{ type: 'putBaseline', baseline: next }]
}

/** The row that binds a host file to a file of the remote. */
export function boundBaseline(
  pass: Pass,
  record: RecordKey,
  host: {
    readonly id: string
    readonly version: string
    readonly name: string
    readonly folder: Baseline['hostFolder']
    readonly sizeBytes: number
  },
  remote: Pick<MirrorFile, 'path' | 'pathLower' | 'name' | 'remoteId' | 'revision'>,
  contentHash: Baseline['contentHash'],
): Baseline {
  return {
    linkId: pass.link.id,
    record,
    fileId: host.id,
    status: 'on',
    pathLower: remote.pathLower,
    path: remote.path,
    remoteName: remote.name,
    hostName: host.name,
    hostFolder: host.folder,
    remoteId: remote.remoteId,
    revision: remote.revision,
    contentHash,
    hostVersion: host.version,
    sizeBytes: host.sizeBytes,
    deletion: null,
    pacedUntil: null,
  }
}

function folderMapWrites(folderMaps: readonly FolderMap[]): readonly StoreWrite[] {
  return folderMaps.map((folderMap): StoreWrite => ({ type: 'putFolderMap', folderMap }))
}

function adoptWrites(pass: Pass, cell: Cell, remote: MirrorFile): readonly StoreWrite[] {
  const { host, baseline, record } = cell
  const contentHash = remote.contentHash ?? baseline?.contentHash
  if (!host || !contentHash) return []
  return [
    { type: 'putBaseline', baseline: boundBaseline(pass, record, host, remote, contentHash) },
    ...settle(cell),
    ...settlePath(record, remote),
    pass.activity({
      record,
      fileId: host.id,
      subject: host.name,
      code: baseline ? 'reattached' : 'adopted',
      direction: null,
      actor: actorOf(host, pass),
      details: { path: remote.path },
    }),
  ]
}

function blockWrites(pass: Pass, op: PlanOp & { readonly type: 'block' }): readonly StoreWrite[] {
  const { cell, code, view } = op
  const key = problemKeyOf(cell)
  if (!key) return clearKeys(cell.keys)
  const subject = cell.host?.name ?? cell.remote?.name ?? ''
  const problem = problemAfter(new SyncError(code, 'Not synchronised.'), {
    linkId: pass.link.id,
    record: cell.record,
    key,
    subject,
    input: inputOf(cell),
    before: cell.problems,
    now: pass.clock.now(),
  })
  const told = pass.activity({
    record: view.record,
    fileId: cell.fileId,
    subject,
    code: code === 'missing_right' ? 'missingRight' : 'blocked',
    direction: cell.remote && code !== 'file_too_large' ? 'toHost' : null,
    details: { code },
  })
  const others = cell.problems.filter((old) => dirtyKeyText(old.key) !== dirtyKeyText(key))
  return [
    { type: 'putProblem', problem },
    ...others.map(({ key: old }): StoreWrite => ({ type: 'deleteProblem', key: old })),
    ...clearKeys(cell.keys),
    ...(cell.problems.some((old) => old.code === code && (old.input === '' || old.input === problem.input))
      ? []
      : [told]),
  ]
}

/** Told once for each version, never imported (C115, C116). */
function strayWrites(
  pass: Pass,
  { key, mark, entry, problem }: Extract<PlanOp, { type: 'noteStray' }>['stray'],
): readonly StoreWrite[] {
  const input = entry?.revision ?? ''
  if (!entry || problem?.input === input) return clearKeys([{ key, mark }])
  const next = problemAfter(new SyncError('not_in_a_record', 'The file is in no record folder.'), {
    linkId: pass.link.id,
    record: null,
    key,
    subject: entry.name,
    input,
    before: problem ? [problem] : [],
    now: pass.clock.now(),
  })
  const told: StoreWrite[] = problem
    ? []
    : [
        pass.activity({
          record: null,
          subject: entry.name,
          code: 'notInARecord',
          direction: null,
          details: { path: entry.path },
        }),
      ]
  return [{ type: 'putProblem', problem: next }, ...clearKeys([{ key, mark }]), ...told]
}
