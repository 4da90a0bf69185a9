import type { RemoteId, RemotePath } from '../../domain/remote-path.ts'
import { fold } from '../../names/fold.ts'
import { recordFolderNames } from '../../names/record-folder-name.ts'
import type { RecordAccess, RecordDescription } from '../../ports/host-records.ts'
import type { Enrolment, MirrorEntry, ModuleFolder, Problem } from '../../ports/sync-rows.ts'
import { epochMsOf } from '../../state/instant-of.ts'
import { joinPath } from '../../names/remote-join.ts'

/** A record's folder as the enrolment, the mirror and the host know it. */
export interface RecordState {
  readonly enrolment: Enrolment
  /** `null` when the record is gone. */
  readonly description: RecordDescription | null
  readonly access: RecordAccess
  /** What the mirror has under the folder's id, and at its path. */
  readonly folderById: MirrorEntry | null
  readonly folderAtPath: MirrorEntry | null
  /** The module's folder where it is now; `null` when there is none (any more). */
  readonly moduleFolder: ModuleFolder | null
  /** For each name to try: whether a path beside the present folder, or in the module folder, may be taken for it. */
  readonly isFree: (name: string) => boolean
  readonly problem: Problem | null
  /** Milliseconds since 1970. */
  readonly now: number
  readonly followRecordName: boolean
  readonly onRecordDeleted: 'keep' | 'deleteUnchanged'
}

/** What a pass does next with a record's folder. `ready`: its files can be planned. */
export type RecordOp =
  | { readonly type: 'ready' }
  /** Not synchronised now: its dirty keys are dropped; taking it up again looks at everything. */
  | { readonly type: 'rest' }
  /** Stopped, or taken up again: what was bound counts as suspended from here on (S18, S19). */
  | { readonly type: 'suspend' }
  /** The record is gone in the host. */
  | { readonly type: 'orphan' }
  /** What is unchanged in the folder of a record that is gone is deleted. */
  | { readonly type: 'sweep' }
  | { readonly type: 'hide' }
  | { readonly type: 'createModuleFolder' }
  /** Names to try, best first: only the reply tells whose folder a name leads to. */
  | { readonly type: 'createFolder'; readonly parent: RemotePath; readonly names: readonly string[] }
  /** The user moved or renamed the folder, or made it anew at the same path. */
  | { readonly type: 'followFolder'; readonly entry: MirrorEntry; readonly isOurName: boolean }
  | { readonly type: 'loseFolder' }
  | { readonly type: 'moveFolder'; readonly folderId: RemoteId; readonly to: RemotePath; readonly name: string }
  /** The new name differs in nothing that the remote would change, or the user's own name stays. */
  | { readonly type: 'noteName'; readonly name: string }
  | { readonly type: 'blockName'; readonly name: string }

/** Decides what a pass does next with a record's folder (S9, S10, S16). Pure. */
export function planRecord(state: RecordState): RecordOp {
  const { enrolment, description, access } = state
  if (enrolment.resuming) return { type: 'suspend' }
  if (enrolment.status === 'orphaned' && state.onRecordDeleted === 'deleteUnchanged') return { type: 'sweep' }
  if (enrolment.status !== 'active') return { type: 'rest' }
  if (!description) return { type: 'orphan' }
  if (!access.read) return { type: 'hide' }
  const names = recordFolderNames(enrolment.record, description)
  if (enrolment.folder === null) return createOp(state, names)
  return placeOp(state, names) ?? nameOp(state, names) ?? { type: 'ready' }
}

function createOp({ moduleFolder, isFree }: RecordState, names: readonly string[]): RecordOp {
  if (!moduleFolder) return { type: 'createModuleFolder' }
  const free = names.filter(isFree)
  return { type: 'createFolder', parent: moduleFolder.folder, names: free.length > 0 ? free : names.slice(-1) }
}

/** Where the folder is: its id comes first, then its path, as someone may have made it anew there. */
function placeOp({ enrolment, folderById, folderAtPath }: RecordState, names: readonly string[]): RecordOp | null {
  const entry = folderById?.kind === 'folder' ? folderById : folderAtPath?.kind === 'folder' ? folderAtPath : null
  if (!entry) return { type: 'loseFolder' }
  const isInPlace = entry.remoteId === enrolment.folderId && entry.pathLower === enrolment.folderLower
  if (isInPlace) return null
  return { type: 'followFolder', entry, isOurName: names.some((name) => fold(name) === fold(entry.name)) }
}

/** The folder takes the record's new name, unless the user gave it one of his own (C45, C46, C47). */
function nameOp(state: RecordState, names: readonly string[]): RecordOp | null {
  const { enrolment, folderAtPath, followRecordName, isFree } = state
  const { lastNameWeSet, folder, folderId } = enrolment
  const present = folderAtPath?.name ?? ''
  const wanted = names[0] ?? ''
  if (!followRecordName || lastNameWeSet === null || folder === null || folderId === null) return null
  if (names.some((name) => fold(name) === fold(lastNameWeSet))) return null
  if (fold(present) !== fold(lastNameWeSet)) return null
  if (fold(present) === fold(wanted)) return { type: 'noteName', name: wanted }
  if (isRefused(state, wanted)) return null
  if (!isFree(wanted)) return { type: 'blockName', name: wanted }
  return { type: 'moveFolder', folderId, to: joinPath(parentPath(folder), wanted), name: wanted }
}

/** A name that could not be taken is tried again when its problem is due, or when it is another name. */
function isRefused({ problem, now }: RecordState, wanted: string): boolean {
  if (problem?.input !== wanted) return false
  return problem.retryAt === null || epochMsOf(problem.retryAt) > now
}

function parentPath(path: RemotePath): RemotePath | '' {
  return path.slice(0, path.lastIndexOf('/')) as RemotePath | ''
}
