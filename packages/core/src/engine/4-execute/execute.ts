import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import { SyncError, asSyncError } from '../../sync-error.ts'
import { type OpGroup, type PlanOp, groupOf, groups } from '../3-plan/plan-op.ts'
import { inLanes } from '../in-lanes.ts'
import { type Pass, PassStopped, countOp, fileText } from '../pass.ts'
import { bookkeep } from './bookkeeping.ts'
import { fail } from './fail.ts'
import { importFile, importFolder, storeCopy, updateHost } from './host-effects.ts'
import { cellOf, opSubject, recordOf } from './op-subject.ts'
import { createFolder, deleteRemote, moveFile, upload } from './remote-effects.ts'

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
    if (group === 'bookkeeping') await bookkeep(pass, own)
    else await inLanes(own, lanesOf(pass, group), (op) => attempt(pass, op))
  }
}

/** Transfers at a time where neither the host nor the remote says. */
const TRANSFERS = 4

/** How many ops of a group are under way at a time: a remote that makes batches of writes needs many to choose from. */
function lanesOf({ transfers, remoteAccount: { lanes } }: Pass, group: OpGroup): number {
  switch (group) {
    case 'keeps':
      return transfers ?? lanes?.downloads ?? TRANSFERS
    case 'uploads':
      return transfers ?? lanes?.uploads ?? TRANSFERS
    case 'folders':
      return transfers ?? lanes?.folders ?? 1
    case 'deletes':
      return transfers ?? lanes?.deletions ?? 1
    case 'moves': // a file may go where another one leaves
    case 'bookkeeping':
      return 1
  }
}

async function attempt(pass: Pass, op: PlanOp): Promise<void> {
  await pass.assertGoingOn()
  if (isOutdated(pass, op)) return
  // Somebody stopped or paused the record since it was planned: nothing more of it is done (S19).
  const record = recordOf(op)
  if (record && (await pass.isLeft(record))) return
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
