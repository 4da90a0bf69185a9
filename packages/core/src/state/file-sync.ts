import type { Instant } from '../domain/instant.ts'
import type { HostFile } from '../ports/host-files.ts'
import type { Baseline, Enrolment, Link, Problem } from '../ports/sync-rows.ts'
import { type SyncErrorCode, syncErrorClasses } from '../sync-error.ts'

/** The state of one file for one user's link, as the widget shows it. `synced` only after a confirmed equal hash. */
export interface FileSync {
  readonly state:
    | 'synced'
    | 'waiting'
    | 'uploading'
    | 'downloading'
    | 'onlyInHost'
    | 'onlyInDropbox'
    | 'conflict'
    | 'held'
    | 'blocked'
    | 'failed'
  /** Why; `null` where the state says it all. */
  readonly code: SyncErrorCode | null
  readonly retryAt: Instant | null
}

/** What {@link fileSyncOf} looks at: the rows of one file, as they are stored. */
export interface FileSyncInput {
  readonly link: Link | null
  readonly enrolment: Enrolment | null
  readonly file: HostFile
  readonly baseline: Baseline | null
  /** The problem of the file's own key. */
  readonly problem: Problem | null
  /** Whether it is one of two versions that a person has not decided on (S4). */
  readonly conflict: boolean
  /** Whether the file, or its record as a whole, is still to be looked at. */
  readonly dirty: boolean
  readonly transfer: 'uploading' | 'downloading' | null
  readonly maxFileBytes: number
}

/**
 * What the widget says about one file. Pure. `synced` needs a baseline that is `on` for exactly this version of the file, no
 * dirty key and no problem; whatever is not known to be the same on both sides is called something else.
 */
export function fileSyncOf(input: FileSyncInput): FileSync {
  const { link, enrolment, file, baseline, problem } = input
  if (!link || link.status === 'revoked' || !enrolment) return state('onlyInHost')
  const outOfSync = outOfSyncOf(enrolment)
  if (outOfSync) return outOfSync
  if (link.status === 'reconnect') return state('waiting', 'link_revoked')
  if (input.transfer) return state(input.transfer)
  if (problem) return problemState(problem)
  if (file.sizeBytes > input.maxFileBytes) return state('blocked', 'file_too_large')
  const paused = link.status !== 'active' || enrolment.status === 'paused'
  if (input.dirty) return state('waiting', paused ? 'link_paused' : null)
  if (baseline?.status === 'detached') return state('onlyInHost', 'removed_in_remote')
  if (input.conflict) return state('conflict', 'conflict')
  // While it is paused nobody compares, so nothing is called synchronised.
  if (paused) return state('waiting', 'link_paused')
  return baseline?.status === 'on' && baseline.hostVersion === file.version ? state('synced') : state('waiting')
}

/** A record that is not synchronised has files in the host only, whatever their old baselines say. */
function outOfSyncOf(enrolment: Enrolment): FileSync | null {
  switch (enrolment.status) {
    case 'active':
    case 'paused':
      return null
    case 'stopped':
      return state('onlyInHost')
    case 'folderMissing':
      return state('onlyInHost', 'folder_missing')
    case 'orphaned':
      return state('onlyInHost', 'record_gone')
  }
}

function problemState({ code, retryAt }: Problem): FileSync {
  switch (syncErrorClasses[code]) {
    case 'retry-later':
    case 'bug':
      return { state: 'failed', code, retryAt }
    case 'needs-user':
    case 'blocked':
      return { state: 'blocked', code, retryAt }
  }
}

function state(name: FileSync['state'], code: SyncErrorCode | null = null): FileSync {
  return { state: name, code, retryAt: null }
}
