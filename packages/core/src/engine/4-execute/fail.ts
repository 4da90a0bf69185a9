import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import { type PathLower, type RemotePath, parentLower } from '../../domain/remote-path.ts'
import type { DirtyMark, Problem } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import { dirtyKeyText } from '../../state/dirty-key.ts'
import type { SyncError } from '../../sync-error.ts'
import { dropMirror, putReply } from '../1-pull/mirror.ts'
import type { Cell, FolderCell } from '../3-plan/cell.ts'
import type { PlanOp } from '../3-plan/plan-op.ts'
import { type Pass, PassStopped } from '../pass.ts'
import { consequenceOf } from './consequence.ts'
import { cellOf, recordOf } from './op-subject.ts'
import { clearKeys } from '../dirty-keys.ts'
import { folderInput, inputOf, problemAfter, problemKeyOf } from '../problems.ts'

/** How often a key's condition may fail in one pass before it has to wait like any other problem. */
const MAX_ATTEMPTS = 5
/** So many failures of the host say that it does not answer at all. */
const MAX_OUTAGES = 3

/** What becomes of a failed op: the pass ends, the input is read again, or what it was about has a problem. */
export async function fail(pass: Pass, op: PlanOp, failure: SyncError): Promise<void> {
  const consequence = consequenceOf(failure.code)
  if (consequence === 'endPass') endPass(pass, failure)
  if (consequence === 'readAgain' && mayTryAgain(pass, attemptKey(op))) return readAgain(pass, op)
  if (consequence === 'remoteIsFull') pass.isFull = true
  if (consequence === 'folderIsReadOnly') {
    for (const { lower } of placesOf(op)) if (lower) pass.readOnlyFolders.add(parentLower(lower))
  }
  const record = recordOf(op)
  await pass.commit(problemWrites(pass, op, failure), record ? [record] : [])
  if (consequence === 'outage') countOutage(pass, failure)
}

/** The same for a record as a whole: its keys are dropped, and the next attempt looks at all of it. */
export async function failRecord(
  pass: Pass,
  record: RecordKey,
  keys: readonly DirtyMark[],
  failure: SyncError,
): Promise<void> {
  const consequence = consequenceOf(failure.code)
  if (consequence === 'endPass') endPass(pass, failure)
  if (consequence === 'readAgain' && mayTryAgain(pass, recordKeyText(record))) {
    pass.needsPull = true
    return
  }
  const before = await pass.store.problems(pass.link.id, record)
  const problem = problemAfter(failure, {
    linkId: pass.link.id,
    record,
    key: { type: 'record', record },
    subject: pass.descriptions.get(recordKeyText(record))?.name ?? record.id,
    input: failure.code,
    before: before.filter((old) => old.key.type === 'record'),
    now: pass.clock.now(),
  })
  await pass.commit([{ type: 'putProblem', problem }, ...clearKeys(keys)], [record])
  if (consequence === 'outage') countOutage(pass, failure)
}

function endPass(pass: Pass, failure: SyncError): never {
  pass.stopped ??= failure
  throw new PassStopped('The pass is over.')
}

function countOutage(pass: Pass, failure: SyncError): void {
  pass.failures += 1
  if (pass.failures >= MAX_OUTAGES) endPass(pass, failure)
}

/** What attempts are counted for: the file, or the folder. */
function attemptKey(op: PlanOp): string {
  const cell = cellOf(op)
  const key = cell && problemKeyOf(cell)
  if (key) return dirtyKeyText(key)
  const [place] = placesOf(op)
  return JSON.stringify([op.type, recordOf(op), place?.path ?? null])
}

function mayTryAgain(pass: Pass, key: string): boolean {
  const attempts = (pass.attempts.get(key) ?? 0) + 1
  pass.attempts.set(key, attempts)
  return attempts < MAX_ATTEMPTS
}

/** A point read of what the op was about, so that the next round plans on what is there now. */
async function readAgain(pass: Pass, op: PlanOp): Promise<void> {
  const writes: StoreWrite[] = []
  for (const { path, lower } of placesOf(op)) {
    const entry = await pass.remoteAccount.get(path, pass.call)
    if (lower && entry?.pathLower !== lower) writes.push(dropMirror(pass, lower))
    if (lower && entry && entry.pathLower !== lower) pass.aliases.set(lower, entry.pathLower)
    if (entry) writes.push(...(entry.kind === 'file' ? [dropMirror(pass, entry.pathLower)] : []), putReply(pass, entry))
  }
  const record = recordOf(op)
  const extra: StoreWrite[] = writes.flatMap((write) =>
    write.type === 'putMirror' && record && write.entry.kind === 'file'
      ? [{ type: 'markDirty', key: { type: 'path', record, pathLower: write.entry.pathLower } }]
      : [],
  )
  pass.needsPull = true
  if (writes.length > 0) await pass.commit([...writes, ...extra])
}

interface Asked {
  readonly path: RemotePath
  /** Where we believed it to be. */
  readonly lower: PathLower | null
}

function placesOf(op: PlanOp): readonly Asked[] {
  switch (op.type) {
    case 'upload':
      return [{ path: op.path, lower: op.pathLower }]
    case 'move':
      return [
        { path: op.from.path, lower: op.from.pathLower },
        { path: op.to, lower: op.toLower },
      ]
    case 'deleteRemote':
      return [{ path: op.baseline.path, lower: op.baseline.pathLower }]
    case 'import':
    case 'updateHost':
    case 'storeCopy':
      return [{ path: op.remote.path, lower: op.remote.pathLower }]
    case 'createFolder':
      return [{ path: op.path, lower: null }]
    case 'importFolder':
      return [{ path: op.folder.path, lower: op.folder.pathLower }]
    default:
      return []
  }
}

/** The problems of what an op was about: its file, its folder, or the files that wait for it. They are tried again when they are due. */
function problemWrites(pass: Pass, op: PlanOp, failure: SyncError): readonly StoreWrite[] {
  if (op.type === 'importFolder') return folderProblem(pass, op.folder, failure)
  const cells = op.type === 'createFolder' ? op.waiting : [cellOf(op)]
  return cells.flatMap((cell) => (cell ? fileProblem(pass, cell, failure) : []))
}

function fileProblem(pass: Pass, cell: Cell, failure: SyncError): readonly StoreWrite[] {
  const key = problemKeyOf(cell)
  if (!key) return []
  const subject = cell.host?.name ?? cell.remote?.name ?? cell.baseline?.hostName ?? ''
  return problemOf(pass, cell, { key, subject, input: inputOf(cell) }, failure)
}

function folderProblem(pass: Pass, folder: FolderCell, failure: SyncError): readonly StoreWrite[] {
  const key = folder.keys[0]?.key
  if (!key) return []
  return problemOf(pass, folder, { key, subject: folder.entry?.name ?? '', input: folderInput(folder) }, failure)
}

function problemOf(
  pass: Pass,
  { record, keys, problems }: Pick<Cell, 'record' | 'keys' | 'problems'>,
  about: Pick<Problem, 'key' | 'subject' | 'input'>,
  failure: SyncError,
): readonly StoreWrite[] {
  const now = pass.clock.now()
  const problem = problemAfter(failure, { ...about, linkId: pass.link.id, record, before: problems, now })
  return [{ type: 'putProblem', problem }, ...clearKeys(keys)]
}
