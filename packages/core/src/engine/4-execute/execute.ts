import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { PathLower, RemotePath } from '../../domain/remote-path.ts'
import type { DirtyKey, DirtyMark, StoreWrite } from '../../ports/sync-store.ts'
import { dirtyKeyText } from '../../state/dirty-key.ts'
import { SyncError, type SyncErrorCode, asSyncError } from '../../sync-error.ts'
import { type Cell, parentLower } from '../3-plan/cell.ts'
import { bookkeep } from './bookkeeping.ts'
import { createFolder, deleteRemote, moveFile, upload } from './remote-effects.ts'
import { importFile, importFolder, storeCopy, updateHost } from './host-effects.ts'
import { dropMirror, putReply } from '../1-pull/mirror.ts'
import { type Pass, PassStopped, countOp, fileText } from '../pass.ts'
import { type PlanOp, groupOf, groups } from '../3-plan/plan-op.ts'
import { opSubject } from './op-subject.ts'
import { clearKeys, inputOf, problemAfter, problemKeyOf } from './problems.ts'

/** How often a key's condition may fail in one pass before it has to wait like any other problem. */
const MAX_ATTEMPTS = 5

/** Carries a plan out, group after group. An op that fails stops nothing but itself, unless the whole pass is over. */
export async function execute(pass: Pass, ops: readonly PlanOp[]): Promise<void> {
  announce(pass, ops)
  pass.rebound.clear()
  pass.planned.clear()
  pass.unsure.clear()
  for (const op of ops) {
    const cell = groupOf(op) === 'bookkeeping' ? null : cellOf(op)
    if (cell && cell.fileId !== null) pass.planned.set(fileText(cell.record, cell.fileId), groupOf(op))
  }
  for (const group of groups) {
    const own = ops.filter((op) => groupOf(op) === group)
    if (own.length === 0) continue
    const lanes = group === 'keeps' || group === 'uploads' ? pass.transfers : 1
    if (group === 'bookkeeping') await bookkeep(pass, own)
    else await inLanes(own, lanes, (op) => attempt(pass, op))
  }
}

/** Runs the ops side by side in so many lanes; the first one that ends the pass ends all lanes before their next op. */
async function inLanes(ops: readonly PlanOp[], lanes: number, run: (op: PlanOp) => Promise<void>): Promise<void> {
  let next = 0
  let failure: unknown = null
  const lane = async (): Promise<void> => {
    while (failure === null && next < ops.length) {
      const op = ops[next]
      next += 1
      if (!op) return
      try {
        await run(op)
      } catch (error) {
        failure ??= error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(lanes, ops.length) }, lane))
  if (failure !== null) throw failure
}

async function attempt(pass: Pass, op: PlanOp): Promise<void> {
  await pass.assertGoingOn()
  if (isOutdated(pass, op) || (await isLeft(pass, op))) return
  try {
    await effect(pass, op)
    countOp(pass, op.type, recordOf(op), opSubject(op))
    advance(pass, op)
  } catch (error) {
    if (error instanceof PassStopped) throw error
    await fail(pass, op, asSyncError(error))
  }
}

/**
 * An op before this one bound the same file, as an import that is tried again may, or may have made it and does not know: the next
 * round sees it.
 */
function isOutdated(pass: Pass, op: PlanOp): boolean {
  const cell = cellOf(op)
  if (op.type === 'upload' && !op.cell.baseline && pass.unsure.has(recordKeyText(op.view.record))) return true
  return !!cell && cell.fileId !== null && pass.rebound.has(fileText(cell.record, cell.fileId))
}

/** Somebody stopped or paused the record since it was planned: nothing more of it is done (S19). */
async function isLeft(pass: Pass, op: PlanOp): Promise<boolean> {
  const record = recordOf(op)
  const enrolment = record && (await pass.store.enrolment(pass.link.id, record))
  return enrolment?.status === 'stopped' || enrolment?.status === 'paused'
}

async function effect(pass: Pass, op: PlanOp): Promise<void> {
  switch (op.type) {
    case 'import':
      return importFile(pass, op)
    case 'updateHost':
      return updateHost(pass, op)
    case 'storeCopy':
      return storeCopy(pass, op)
    case 'importFolder':
      return importFolder(pass, op)
    case 'createFolder':
      return createFolder(pass, op)
    case 'move':
      return moveFile(pass, op)
    case 'upload':
      return upload(pass, op)
    case 'deleteRemote':
      return deleteRemote(pass, op)
    default:
      throw new SyncError('unexpected', `"${op.type}" is no effect.`)
  }
}

const endOfPass: readonly SyncErrorCode[] = ['lease_lost', 'cancelled', 'link_revoked', 'remote_busy']
const readAgainCodes: readonly SyncErrorCode[] = [
  'precondition_failed',
  'content_changed',
  'hash_mismatch',
  'not_found',
  'remote_unavailable',
]

function endPass(pass: Pass, failure: SyncError): never {
  pass.stopped ??= failure
  throw new PassStopped('The pass is over.')
}

/** The same for a record as a whole: its keys are dropped, and the next attempt looks at all of it. */
export async function failRecord(
  pass: Pass,
  record: RecordKey,
  keys: readonly DirtyMark[],
  failure: SyncError,
): Promise<void> {
  if (endOfPass.includes(failure.code)) endPass(pass, failure)
  if (failure.code === 'host_unavailable' || failure.code === 'remote_unavailable') pass.failures += 1
  if (readAgainCodes.includes(failure.code) && countAttempt(pass, recordKeyText(record))) {
    pass.needsPull = true
    return
  }
  const key: DirtyKey = { type: 'record', record }
  const before = await pass.store.problems(pass.link.id, record)
  const problem = problemAfter(failure, {
    linkId: pass.link.id,
    record,
    key,
    subject: pass.descriptions.get(recordKeyText(record))?.name ?? record.id,
    input: failure.code,
    before: before.filter((old) => old.key.type === 'record'),
    now: pass.clock.now(),
  })
  await pass.commit([{ type: 'putProblem', problem }, ...clearKeys(keys)], [record])
  if (pass.failures >= 3) endPass(pass, failure)
}

/** What becomes of a failed op: the pass ends, the input is read again, or the file has a problem. */
async function fail(pass: Pass, op: PlanOp, failure: SyncError): Promise<void> {
  switch (failure.code) {
    case 'lease_lost':
    case 'cancelled':
    case 'link_revoked':
    case 'remote_busy':
      pass.stopped ??= failure
      throw new PassStopped('The pass is over.')
    case 'precondition_failed':
    case 'content_changed':
    case 'hash_mismatch':
    case 'not_found':
      if (await mayTryAgain(pass, op)) return readAgain(pass, op)
      return giveProblem(pass, op, failure)
    case 'remote_unavailable':
      // The reply was lost, or the remote does not answer at all: a point read tells, and ends the pass if it fails (C79).
      if (await mayTryAgain(pass, op)) return readAgain(pass, op)
      return giveProblem(pass, op, failure)
    case 'host_unavailable':
      pass.failures += 1
      await giveProblem(pass, op, failure)
      if (pass.failures >= 3) {
        pass.stopped ??= failure
        throw new PassStopped('The pass is over.')
      }
      return undefined
    case 'insufficient_space':
      pass.isFull = true
      return giveProblem(pass, op, failure)
    case 'no_write_permission':
      for (const { lower } of placesOf(op)) if (lower) pass.readOnlyFolders.add(parentLower(lower))
      return giveProblem(pass, op, failure)
    default:
      return giveProblem(pass, op, failure)
  }
}

async function mayTryAgain(pass: Pass, op: PlanOp): Promise<boolean> {
  const cell = cellOf(op)
  const key = cell && problemKeyOf(cell)
  return countAttempt(pass, key ? dirtyKeyText(key) : JSON.stringify([op.type, recordOf(op)]))
}

function countAttempt(pass: Pass, key: string): boolean {
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
    default:
      return []
  }
}

async function giveProblem(pass: Pass, op: PlanOp, failure: SyncError): Promise<void> {
  const cells = op.type === 'createFolder' ? op.waiting : [cellOf(op)]
  const writes: StoreWrite[] = []
  for (const cell of cells) {
    const key = cell && problemKeyOf(cell)
    if (!cell || !key) continue
    const problem = problemAfter(failure, {
      linkId: pass.link.id,
      record: cell.record,
      key,
      subject: cell.host?.name ?? cell.remote?.name ?? cell.baseline?.hostName ?? '',
      input: inputOf(cell),
      before: cell.problems,
      now: pass.clock.now(),
    })
    writes.push({ type: 'putProblem', problem }, ...clearKeys(cell.keys))
  }
  if (op.type === 'importFolder') writes.push(...clearKeys(op.folder.keys))
  const record = recordOf(op)
  await pass.commit(writes, record ? [record] : [])
}

function cellOf(op: PlanOp): Cell | null {
  return 'cell' in op ? op.cell : null
}

function recordOf(op: PlanOp): RecordKey | null {
  if ('view' in op) return op.view.record
  return null
}

/** Tells how much is ahead for each record. */
function announce(pass: Pass, ops: readonly PlanOp[]): void {
  for (const op of ops) {
    const record = recordOf(op)
    const group = groupOf(op)
    if (!record || group === 'bookkeeping' || group === 'folders') continue
    const key = recordKeyText(record)
    const progress = pass.progress.get(key) ?? { done: 0, total: 0, bytes: 0 }
    progress.total += 1
    pass.progress.set(key, progress)
  }
  for (const op of ops) tell(pass, recordOf(op))
}

function advance(pass: Pass, op: PlanOp): void {
  const record = recordOf(op)
  const progress = record && pass.progress.get(recordKeyText(record))
  if (!progress || groupOf(op) === 'folders') return
  progress.done += 1
  if (op.type === 'upload') progress.bytes += op.cell.host?.sizeBytes ?? 0
  if (op.type === 'import' || op.type === 'updateHost') progress.bytes += op.remote.sizeBytes
  tell(pass, record)
}

function tell(pass: Pass, record: RecordKey | null): void {
  const progress = record && pass.progress.get(recordKeyText(record))
  if (record && progress) pass.onEvent({ type: 'recordProgress', linkId: pass.link.id, record, ...progress })
}
