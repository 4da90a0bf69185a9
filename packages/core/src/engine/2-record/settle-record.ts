import type { RecordKey } from '../../domain/record-ref.ts'
import type { DirtyMark } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import { SyncError, asSyncError } from '../../sync-error.ts'
import type { RecordView } from '../3-plan/cell.ts'
import { clearKeys } from '../dirty-keys.ts'
import { problemAfter } from '../problems.ts'
import { type Pass, PassStopped } from '../pass.ts'
import { goneView, loseFolder, suspendRecord, sweepOrphan } from './leave-record.ts'
import { type RecordOp, type RecordState, planRecord } from './plan-record.ts'
import { createModuleFolder, createRecordFolder, followFolder, moveFolder } from './record-folder.ts'
import { recordState, viewOf } from './record-state.ts'

/** A record whose files can be planned. */
export interface SettledRecord {
  readonly view: RecordView
  /** Whether something was done for it, which may have marked it to be looked at as a whole. */
  readonly isChanged: boolean
}

/** A record's own folder takes at most: resuming, module folder, folder, follow, name. More is a circle. */
const MAX_STEPS = 9

/**
 * Brings a record's folder in order, step by step, and answers how its files are to be planned; `null` when they are not, because the
 * record is gone, invisible, stopped or without its folder.
 */
export async function settleRecord(
  pass: Pass,
  record: RecordKey,
  marks: readonly DirtyMark[],
): Promise<SettledRecord | null> {
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const state = await stateToActOn(pass, record)
    if (!state) {
      await pass.commit(clearKeys(marks))
      return null
    }
    const op = planRecord(state)
    if (op.type === 'ready') {
      const view = await viewOf(pass, state)
      return view && { view, isChanged: step > 0 }
    }
    if (op.type === 'orphan' && marks.some(({ key }) => key.type === 'file')) return departing(pass, state)
    await pass.assertGoingOn()
    const goesOn = await carryOut(pass, state, op, marks)
    if (!goesOn) return null
  }
  throw new SyncError('unexpected', `The folder of ${record.module}/${record.id} does not come to rest.`)
}

/**
 * A state that was read ahead is good enough to see that nothing is to do. What is done about a record follows from what it is now: a
 * user may have stopped it since (S19).
 */
async function stateToActOn(pass: Pass, record: RecordKey): Promise<RecordState | null> {
  const state = await recordState(pass, record)
  if (!pass.known.enrolments.has(record) || (state && planRecord(state).type === 'ready')) return state
  pass.known.enrolments.forget(record)
  return recordState(pass, record)
}

/** Files may have left for other records before theirs was deleted, as when two are merged: they are moved first (C50). */
async function departing(pass: Pass, state: RecordState): Promise<SettledRecord | null> {
  const { record } = state.enrolment
  await pass.commit([{ type: 'markDirty', key: { type: 'record', record } }])
  const view = goneView(pass, state)
  return view && { view, isChanged: false }
}

/** Carries one step out; `false` when the record's files are not to be planned now. */
async function carryOut(
  pass: Pass,
  state: RecordState,
  op: Exclude<RecordOp, { type: 'ready' }>,
  marks: readonly DirtyMark[],
): Promise<boolean> {
  const { enrolment } = state
  const { record } = enrolment
  switch (op.type) {
    case 'rest':
      await pass.commit(clearKeys(marks))
      return false
    case 'suspend':
      await suspendRecord(pass, enrolment)
      return true
    case 'orphan':
      await pass.commit([{ type: 'updateEnrolment', record, set: { status: 'orphaned' } }], [record])
      return true
    case 'sweep':
      await sweepOrphan(pass, state, marks)
      return false
    case 'hide': {
      const failure = new SyncError('record_invisible', 'The user may not read this record any more.')
      await pass.commit([problemWrite(pass, state, failure, 'access'), ...clearKeys(marks)], [record])
      return false
    }
    case 'createModuleFolder':
      await createModuleFolder(pass, record)
      return true
    case 'createFolder':
      await createRecordFolder(pass, record, op)
      return true
    case 'followFolder':
      await followFolder(pass, enrolment, op)
      return true
    case 'loseFolder':
      await loseFolder(pass, enrolment, marks)
      return false
    case 'moveFolder':
      await attemptMove(pass, state, op)
      return true
    case 'noteName':
      await pass.commit([{ type: 'updateEnrolment', record, set: { lastNameWeSet: op.name } }])
      return true
    case 'blockName': {
      const failure = new SyncError('folder_name_taken', `There is something called "${op.name}" already.`)
      await pass.commit([problemWrite(pass, state, failure, op.name)], [record])
      return true
    }
  }
}

/** A folder that may not take its new name keeps the old one, and its files go on under that (S9). */
async function attemptMove(
  pass: Pass,
  state: RecordState,
  op: Extract<RecordOp, { readonly type: 'moveFolder' }>,
): Promise<void> {
  try {
    await moveFolder(pass, state.enrolment, op)
  } catch (error) {
    if (error instanceof PassStopped) throw error
    const failure = asSyncError(error)
    if (failure.code === 'link_revoked' || failure.class === 'retry-later') throw failure
    await pass.commit([problemWrite(pass, state, failure, op.name)], [state.enrolment.record])
  }
}

function problemWrite(pass: Pass, state: RecordState, failure: SyncError, input: string): StoreWrite {
  const { record } = state.enrolment
  const problem = problemAfter(failure, {
    linkId: pass.link.id,
    record,
    key: { type: 'record', record },
    subject: state.description?.name ?? record.id,
    input,
    before: state.problem ? [state.problem] : [],
    now: pass.clock.now(),
  })
  return { type: 'putProblem', problem }
}
