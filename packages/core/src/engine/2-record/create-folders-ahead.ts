import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import { fold } from '../../names/fold.ts'
import { inLanes } from '../in-lanes.ts'
import { type Pass, PassStopped } from '../pass.ts'
import { type RecordOp, planRecord } from './plan-record.ts'
import { createModuleFolder, createRecordFolder } from './record-folder.ts'
import { readStatesAhead, recordState } from './record-state.ts'

type CreateFolder = Extract<RecordOp, { readonly type: 'createFolder' }>

/**
 * Makes the folders of records that have none yet side by side, where the remote makes many at the cost of one. Everything else
 * about a record is settled one by one: what does not succeed here is met there again, and told there.
 *
 * @returns the records that have a folder now and had none, by the texts of their keys
 */
export async function createFoldersAhead(pass: Pass, records: readonly RecordKey[]): Promise<ReadonlySet<string>> {
  const made = new Set<string>()
  const lanes = pass.transfers ?? pass.remoteAccount.lanes?.folders ?? 1
  if (lanes < 2 || records.length < 2) return made
  // Two records that want the same name are told apart when they are settled: the second one sees the first one's folder.
  const byPath = new Map<string, { readonly record: RecordKey; readonly op: CreateFolder }>()
  await leavingFailures(async () => {
    for (const record of records) {
      const op = await folderToCreate(pass, record, records)
      const key = op && `${op.parent}/${fold(op.names[0] ?? '')}`
      if (op && key !== null && !byPath.has(key)) byPath.set(key, { record, op })
    }
  })
  if (byPath.size < 2) return made
  await pass.known.strays.read([null])
  await inLanes([...byPath.values()], lanes, async ({ record, op }) => {
    await pass.assertGoingOn()
    await leavingFailures(async () => {
      await createRecordFolder(pass, record, op)
      made.add(recordKeyText(record))
    })
  })
  return made
}

async function folderToCreate(pass: Pass, record: RecordKey, all: readonly RecordKey[]): Promise<CreateFolder | null> {
  const enrolment = await pass.known.enrolments.get(record)
  if (enrolment?.folder !== null) return null
  const op = await plannedOp(pass, record)
  if (op?.type !== 'createModuleFolder') return op?.type === 'createFolder' ? op : null
  await pass.assertGoingOn()
  await createModuleFolder(pass, record)
  await readStatesAhead(pass, all)
  const next = await plannedOp(pass, record)
  return next?.type === 'createFolder' ? next : null
}

async function plannedOp(pass: Pass, record: RecordKey): Promise<RecordOp | null> {
  const state = await recordState(pass, record)
  return state && planRecord(state)
}

async function leavingFailures(step: () => Promise<void>): Promise<void> {
  try {
    await step()
  } catch (error) {
    if (error instanceof PassStopped) throw error
  }
}
