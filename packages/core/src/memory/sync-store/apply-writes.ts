import type { StoreWrite } from '../../ports/sync-store.ts'
import { SyncError } from '../../sync-error.ts'
import { assertPathsFree } from './bound-paths.ts'
import type { StoreState } from './state.ts'

/** Applies all writes of one commit, or none: whatever can fail is checked before the first is applied. */
export function applyWrites(state: StoreState, linkId: string, writes: readonly StoreWrite[]): void {
  assertApplicable(state, linkId, writes)
  for (const write of writes) applyWrite(state, linkId, write)
}

function assertApplicable(state: StoreState, linkId: string, writes: readonly StoreWrite[]): void {
  if (state.links.get(linkId) === null) throw new SyncError('unexpected', `There is no link "${linkId}".`)
  for (const write of writes) {
    if (write.type === 'updateLink') state.links.assertUpdatable(linkId, write.set)
    const writesTo = linkIdOf(write)
    if (writesTo !== null && writesTo !== linkId) {
      throw new SyncError('unexpected', `A commit of link "${linkId}" has a ${write.type} of link "${writesTo}".`)
    }
  }
  assertPathsFree(state.baselines, linkId, writes)
}

function applyWrite(state: StoreState, linkId: string, write: StoreWrite): void {
  switch (write.type) {
    case 'updateLink':
      return state.links.update(linkId, write.set)
    case 'putEnrolment':
      return state.enrolments.put(write.enrolment)
    case 'updateEnrolment':
      return state.enrolments.update(linkId, write)
    case 'putModuleFolder':
      return state.moduleFolders.put(write.moduleFolder)
    case 'putFolderMap':
      return state.folderMaps.put(write.folderMap)
    case 'deleteFolderMap':
      return void state.folderMaps.delete(linkId, write.record, write.pathLower)
    case 'putMirror':
      return state.mirror.put(write.entry)
    case 'deleteMirror':
      return state.mirror.deleteTree(linkId, write.generation, write.pathLower)
    case 'keepGeneration':
      return state.mirror.keepGeneration(linkId, write.generation)
    case 'putBaseline':
      return state.baselines.put(write.baseline)
    case 'deleteBaseline':
      return void state.baselines.delete(linkId, write.record, write.fileId)
    case 'markDirty':
      return state.dirty.mark(linkId, write.key)
    case 'clearDirty':
      return state.dirty.clear(linkId, write.key, write.mark)
    case 'putProblem':
      return state.problems.put(write.problem)
    case 'deleteProblem':
      return void state.problems.delete(linkId, write.key)
    case 'putConflict':
      return state.conflicts.put(write.conflict)
    case 'deleteConflicts':
      return state.conflicts.deleteOf(linkId, write.record, write.fileId)
    case 'appendActivity':
      return state.activity.append(write.activity)
    case 'endUndo':
      return state.activity.endUndo(write.activityId)
  }
}

/** The link that the row of a write names; `null` where the row names none. */
function linkIdOf(write: StoreWrite): string | null {
  switch (write.type) {
    case 'putEnrolment':
      return write.enrolment.linkId
    case 'putModuleFolder':
      return write.moduleFolder.linkId
    case 'putFolderMap':
      return write.folderMap.linkId
    case 'putMirror':
      return write.entry.linkId
    case 'putBaseline':
      return write.baseline.linkId
    case 'putProblem':
      return write.problem.linkId
    case 'putConflict':
      return write.conflict.linkId
    case 'appendActivity':
      return write.activity.linkId
    default:
      return null
  }
}
