import type { Baseline, DirtyMark, Enrolment } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import { type Cell, type RecordView, asFile } from '../3-plan/cell.ts'
import type { PlanOp } from '../3-plan/plan-op.ts'
import { execute } from '../4-execute/execute.ts'
import { holdDeletions } from '../3-plan/hold-deletions.ts'
import { clearKeys } from '../dirty-keys.ts'
import type { Pass } from '../pass.ts'
import type { RecordState } from './plan-record.ts'

/** So many rows share a commit. */
const ROWS_A_COMMIT = 500

/**
 * A record that was stopped, or is taken up again after that or after an unlinking: nobody looked meanwhile, so what was bound is
 * compared like at a first meeting, and no deletion follows from it unasked (S18, S19).
 */
export async function suspendRecord(pass: Pass, enrolment: Enrolment): Promise<void> {
  const { store, link } = pass
  const { record } = enrolment
  const bound = (await store.baselinesOfRecord(link.id, record)).filter(({ status }) => status === 'on')
  for (let at = 0; at < bound.length; at += ROWS_A_COMMIT) {
    await pass.commit(
      bound
        .slice(at, at + ROWS_A_COMMIT)
        // What was asked about a deletion is asked anew, or is over.
        .map((row): StoreWrite => ({ type: 'putBaseline', baseline: { ...row, status: 'suspended', deletion: null } })),
    )
  }
  const problems = await store.problems(link.id, record)
  await pass.commit(
    [
      ...problems.map(({ key }): StoreWrite => ({ type: 'deleteProblem', key })),
      { type: 'updateEnrolment', record, set: { resuming: false } },
      { type: 'markDirty', key: { type: 'record', record } },
    ],
    [record],
  )
}

/** The user removed the folder: the record is no longer synchronised for this link, its files stay in the host (S10). */
export async function loseFolder(pass: Pass, enrolment: Enrolment, marks: readonly DirtyMark[]): Promise<void> {
  const { store, link } = pass
  const { record } = enrolment
  const [baselines, maps, problems] = await Promise.all([
    store.baselinesOfRecord(link.id, record),
    store.folderMaps(link.id, record),
    store.problems(link.id, record),
  ])
  await pass.commit(
    [
      ...baselines
        .filter(({ status }) => status === 'on' || status === 'putBack')
        .map((row): StoreWrite => ({ type: 'putBaseline', baseline: { ...row, status: 'detached', deletion: null } })),
      ...maps.map(({ pathLower }): StoreWrite => ({ type: 'deleteFolderMap', record, pathLower })),
      ...problems.map(({ key }): StoreWrite => ({ type: 'deleteProblem', key })),
      { type: 'updateEnrolment', record, set: { status: 'folderMissing' }, ifStatus: 'active' },
      ...clearKeys(marks),
      pass.activity({
        record,
        subject: enrolment.lastNameWeSet ?? record.id,
        code: 'recordFolderRemoved',
        direction: null,
        details: { path: enrolment.folder ?? '' },
      }),
    ],
    [record],
  )
}

/**
 * A record that is gone in the host, where the host wants its folder emptied: the files that are as the last pass left them are
 * deleted, under the same guard as any (S9, S15). What was changed or added in the remote stays, and so does the folder.
 */
export async function sweepOrphan(pass: Pass, state: RecordState, marks: readonly DirtyMark[]): Promise<void> {
  const view = goneView(pass, state)
  const ops = view ? await deletionsOf(pass, view) : []
  await execute(pass, await holdDeletions(pass, ops, true))
  await pass.commit(clearKeys(marks), [state.enrolment.record])
}

async function deletionsOf(pass: Pass, view: RecordView): Promise<readonly PlanOp[]> {
  const { store, link, position } = pass
  const bound = (await store.baselinesOfRecord(link.id, view.record)).filter(
    ({ status, deletion }) => status === 'on' && deletion !== 'held',
  )
  const entries = await store.mirror(
    link.id,
    position.mirrorGeneration,
    bound.map(({ pathLower }) => pathLower),
  )
  return bound.flatMap((baseline, at): PlanOp[] => {
    const remote = asFile(entries[at])
    const cell = sweptCell(baseline, remote)
    if (!remote) return [{ type: 'forget', view, cell }]
    if (remote.revision !== baseline.revision) return []
    const confirmed = baseline.deletion === 'confirmed'
    return [{ type: 'deleteRemote', view, cell, baseline, revision: remote.revision, confirmed }]
  })
}

function sweptCell(baseline: Baseline, remote: Cell['remote']): Cell {
  const { record, fileId } = baseline
  return { record, fileId, keys: [], host: null, baseline, remote, problems: [] }
}

/** A record without a description: only what it takes to delete its files, or to let them leave, is known. */
export function goneView(pass: Pass, { enrolment, access }: RecordState): RecordView | null {
  const { record, folder, folderLower } = enrolment
  if (folder === null || folderLower === null) return null
  const capabilities = pass.files.capabilities(record.module)
  return {
    record,
    enrolment,
    access,
    capabilities,
    rules: { importBlock: 'record_gone', maxFileBytes: capabilities.maxFileBytes, reattachOn: pass.reattachOn },
    root: { path: folder, pathLower: folderLower },
    folderMaps: [],
    isGone: true,
  }
}
