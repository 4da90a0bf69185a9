import type { ContentHash } from '../../domain/content-hash.ts'
import type { Revision } from '../../domain/remote-path.ts'
import type { HostFolder } from '../../ports/host-files.ts'
import type { Baseline } from '../../ports/sync-rows.ts'
import type { SyncErrorCode } from '../../sync-error.ts'
import { isSameFolder } from '../host-place.ts'

/** One file as the host, the remote and the baseline know it, with the rules that decide on it. */
export interface FileState {
  readonly baseline: Pick<
    Baseline,
    'status' | 'revision' | 'contentHash' | 'hostVersion' | 'hostName' | 'hostFolder' | 'deletion'
  > | null
  readonly host: {
    readonly version: string
    readonly name: string
    readonly folder: HostFolder
    /** `null` when it is not known: then it equals nothing. */
    readonly contentHash: ContentHash | null
    readonly sizeBytes: number
  } | null
  readonly remote: {
    readonly revision: Revision
    readonly contentHash: ContentHash | null
    readonly sizeBytes: number
    readonly downloadable: boolean
  } | null
  readonly rules: FileRules
}

/** What holds for all files of a record. */
export interface FileRules {
  /** Why nothing may come back into the host; `null` when it may (S16). */
  readonly importBlock: SyncErrorCode | null
  readonly maxFileBytes: number
  readonly reattachOn: 'content-change' | 'explicit'
}

/** What one pass does next with one file. Each op brings it closer to rest and may be applied twice with the same result. */
export type FileOp =
  /** Nothing moves: the baseline takes up a new version, revision or, with `names`, the host's name. */
  | { readonly type: 'rebase'; readonly names: boolean }
  /** Both sides hold the same content: they are bound without a transfer. */
  | { readonly type: 'adopt' }
  | {
      readonly type: 'upload'
      /** The revision to write over; `null` where nothing may be there. */
      readonly over: Revision | null
      /** `putBack`: an edit beats a removal. `asked`: a person wants it there again. */
      readonly why: 'new' | 'edited' | 'putBack' | 'asked'
    }
  /** The remote's version cannot be stored in the host, so ours goes beside it under another name (S11). */
  | { readonly type: 'uploadBeside' }
  | { readonly type: 'move' }
  /** `confirmed` by a person: no guard holds it (S15). */
  | { readonly type: 'deleteRemote'; readonly revision: Revision; readonly confirmed: boolean }
  /** Deleted in the host while nobody looked: a person is asked before it goes in the remote (S18, S19). */
  | { readonly type: 'hold' }
  /** The file is back in the host: nobody is asked about its deletion any more (S15). */
  | { readonly type: 'release' }
  /** A new file in the host; `returned` when it was edited in the remote after it was deleted in the host (S6). */
  | { readonly type: 'import'; readonly why: 'new' | 'returned' }
  | { readonly type: 'updateHost' }
  /** First half of a conflict: the remote's version is stored in the host under another name (S4). */
  | { readonly type: 'storeCopy' }
  /** Kept in the host, removed in the remote (S5). */
  | { readonly type: 'detach' }
  /** Gone on both sides, or gone here and not ours to touch there. */
  | { readonly type: 'forget' }
  | { readonly type: 'block'; readonly code: SyncErrorCode }

/**
 * Decides what a pass does next with one file: a three-way comparison of host, remote and baseline. One op at a time: a file that
 * was edited and renamed is uploaded first and moved in the next round.
 *
 * Pure. The cells are the table in `docs/sync-rules.md`, in the same order.
 *
 * @returns `null` when nothing is left to do
 */
export function planFile(state: FileState): FileOp | null {
  const op = cellOp(state)
  if (!op) return null
  switch (op.type) {
    case 'import':
    case 'updateHost':
      return state.rules.importBlock ? block(state.rules.importBlock) : op
    case 'storeCopy':
      // What may not come in is not written over either: ours goes beside it (S11, S16).
      return state.rules.importBlock ? unlessTooLarge(state, { type: 'uploadBeside' }) : op
    case 'upload':
    case 'uploadBeside':
      return unlessTooLarge(state, op)
    default:
      return op
  }
}

function unlessTooLarge({ host, rules }: FileState, op: FileOp): FileOp {
  return host && host.sizeBytes > rules.maxFileBytes ? block('file_too_large') : op
}

function cellOp(state: FileState): FileOp | null {
  switch (state.baseline?.status) {
    case undefined:
      return unboundOp(state)
    case 'on':
      return boundOp(state)
    case 'detached':
      return detachedOp(state)
    case 'putBack':
      return putBackOp(state)
    case 'suspended':
      return suspendedOp(state)
  }
}

/** No baseline: the six cells of a first meeting. */
function unboundOp({ host, remote, rules }: FileState): FileOp | null {
  const there = !remote ? 'nothing' : unimportableCode({ remote, rules }) ? 'unimportable' : 'file'
  switch (`${host ? 'file' : 'nothing'}/${there}` as const) {
    case 'nothing/nothing':
      return null
    case 'file/nothing':
      return { type: 'upload', over: null, why: 'new' }
    case 'file/file':
      return isAlike({ host, remote }) ? { type: 'adopt' } : { type: 'storeCopy' }
    case 'file/unimportable':
      return isAlike({ host, remote }) ? { type: 'adopt' } : { type: 'uploadBeside' }
    case 'nothing/file':
      return { type: 'import', why: 'new' }
    case 'nothing/unimportable':
      return block(unimportableCode({ remote, rules }) ?? 'unexpected')
  }
}

/** A baseline that is `on`: what changed in the host, what changed in the remote. */
function boundOp(state: FileState): FileOp | null {
  const { remote } = state
  if (state.host && state.baseline?.deletion) return { type: 'release' }
  switch (`${hostChange(state)}/${remoteChange(state)}` as const) {
    case 'none/none':
      return null
    case 'none/touched':
    case 'touched/none':
    case 'touched/touched':
    case 'renamed/touched':
      return { type: 'rebase', names: false }
    case 'renamed/none':
      return { type: 'move' }
    case 'none/changed':
    case 'touched/changed':
    case 'renamed/changed':
      return { type: 'updateHost' }
    case 'none/unimportable':
    case 'touched/unimportable':
    case 'renamed/unimportable':
      return block(newerVersionCode(state))
    case 'none/gone': // a deletion in the remote never reaches the host (S5)
    case 'touched/gone':
    case 'renamed/gone':
      return { type: 'detach' }
    case 'edited/none':
    case 'editedAndRenamed/none':
    case 'edited/touched':
    case 'editedAndRenamed/touched':
      return { type: 'upload', over: remote?.revision ?? null, why: 'edited' }
    case 'edited/changed':
    case 'editedAndRenamed/changed':
      return isAlike(state) ? { type: 'rebase', names: false } : { type: 'storeCopy' }
    case 'edited/unimportable':
    case 'editedAndRenamed/unimportable':
      return isAlike(state) ? { type: 'rebase', names: false } : { type: 'uploadBeside' }
    case 'edited/gone':
    case 'editedAndRenamed/gone':
      return { type: 'upload', over: null, why: 'putBack' }
    case 'gone/none':
    case 'gone/touched':
      return deletionOp(state)
    case 'gone/changed':
      return { type: 'import', why: 'returned' }
    case 'gone/unimportable':
    case 'gone/gone':
      return { type: 'forget' }
  }
}

/** Gone in the host, and the remote still has what we know: deleted there, unless a person is to be asked first (S6, S15). */
function deletionOp({ baseline, remote }: FileState): FileOp {
  if (!remote) return { type: 'forget' }
  if (baseline?.deletion === 'held') return block('deletion_held')
  return { type: 'deleteRemote', revision: remote.revision, confirmed: baseline?.deletion === 'confirmed' }
}

/** A detached baseline: the remote holds nothing at its path, or something is there again. */
function detachedOp(state: FileState): FileOp | null {
  const { remote, rules } = state
  switch (`${hostChange(state)}/${remoteChange(state)}` as const) {
    case 'none/gone':
    case 'touched/gone':
      return null
    case 'renamed/gone':
      return { type: 'rebase', names: true }
    case 'edited/gone':
    case 'editedAndRenamed/gone':
      return rules.reattachOn === 'explicit' ? null : { type: 'upload', over: null, why: 'putBack' }
    case 'none/none':
    case 'none/touched':
    case 'touched/none':
    case 'touched/touched':
    case 'renamed/none':
    case 'renamed/touched':
      return { type: 'adopt' }
    case 'none/changed':
    case 'touched/changed':
    case 'renamed/changed':
      return { type: 'updateHost' }
    case 'none/unimportable':
    case 'touched/unimportable':
    case 'renamed/unimportable':
      return block(newerVersionCode(state))
    case 'edited/none':
    case 'edited/touched':
    case 'editedAndRenamed/none':
    case 'editedAndRenamed/touched':
      return { type: 'upload', over: remote?.revision ?? null, why: 'edited' }
    case 'edited/changed':
    case 'editedAndRenamed/changed':
      return isAlike(state) ? { type: 'adopt' } : { type: 'storeCopy' }
    case 'edited/unimportable':
    case 'editedAndRenamed/unimportable':
      return isAlike(state) ? { type: 'adopt' } : { type: 'uploadBeside' }
    case 'gone/none':
    case 'gone/touched':
    case 'gone/changed':
      return { type: 'import', why: 'new' }
    case 'gone/unimportable':
    case 'gone/gone':
      return { type: 'forget' }
  }
}

/** A person wants a removed file in the remote again: where nothing is there again, it goes up as it is (C22, C30). */
function putBackOp(state: FileState): FileOp | null {
  return state.host && !state.remote ? { type: 'upload', over: null, why: 'asked' } : detachedOp(state)
}

/** A suspended baseline resumes like one that is `on`, but a deletion made meanwhile is never carried out unasked (S18). */
function suspendedOp(state: FileState): FileOp | null {
  const op = boundOp(state)
  if (!op) return { type: 'rebase', names: false }
  return op.type === 'deleteRemote' ? { type: 'hold' } : op
}

type HostChange = 'none' | 'touched' | 'renamed' | 'edited' | 'editedAndRenamed' | 'gone'

/** `touched` is another version with the same name, folder and content (C14). */
function hostChange({ host, baseline }: FileState): HostChange {
  if (!host) return 'gone'
  if (!baseline) return 'edited'
  const isNewVersion = host.version !== baseline.hostVersion
  const isEdited = isNewVersion && host.contentHash !== baseline.contentHash
  if (host.name !== baseline.hostName || !isSameFolder(host.folder, baseline.hostFolder)) {
    return isEdited ? 'editedAndRenamed' : 'renamed'
  }
  if (isEdited) return 'edited'
  return isNewVersion ? 'touched' : 'none'
}

type RemoteChange = 'none' | 'touched' | 'changed' | 'unimportable' | 'gone'

/** `touched` is another revision with the same content (C15); `unimportable` is a change that the host cannot take (S11). */
function remoteChange({ remote, baseline, rules }: FileState): RemoteChange {
  if (!remote) return 'gone'
  if (remote.revision === baseline?.revision) return 'none'
  if (remote.contentHash !== null && remote.contentHash === baseline?.contentHash) return 'touched'
  return unimportableCode({ remote, rules }) ? 'unimportable' : 'changed'
}

function isAlike({ host, remote }: Pick<FileState, 'host' | 'remote'>): boolean {
  return !!host?.contentHash && host.contentHash === remote?.contentHash
}

function unimportableCode({ remote, rules }: Pick<FileState, 'remote' | 'rules'>): SyncErrorCode | null {
  if (!remote) return null
  if (!remote.downloadable || remote.contentHash === null) return 'not_downloadable'
  return remote.sizeBytes > rules.maxFileBytes ? 'file_too_large' : null
}

/** A version that is too large is called so where the host has an older one. */
function newerVersionCode(state: FileState): SyncErrorCode {
  const code = unimportableCode(state)
  return code === 'file_too_large' || code === null ? 'newer_version_too_large' : code
}

function block(code: SyncErrorCode): FileOp {
  return { type: 'block', code }
}
