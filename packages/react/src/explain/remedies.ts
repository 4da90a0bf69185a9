import type { CodeOfState, Reason } from './reason.ts'

/** Something that a user can do about a state, by pressing a button. */
export type RemedyName =
  | 'connect'
  | 'reconnect'
  | 'synchronise'
  | 'tryAgain'
  | 'createAgain'
  | 'resume'
  | 'stop'
  | 'putBack'
  | 'deleteHere'
  | 'delete'
  | 'takeBack'
  | 'deleteInDropbox'
  | 'putVanishedBack'
  | 'stopVanished'
  | 'compare'
  | 'rename'
  | 'download'
  | 'openInDropbox'
  | 'showAttention'

/** The remedies of each code, the best one first. A code without one does not compile. */
const ofCode = {
  not_linked: ['connect'],
  remote_busy: ['tryAgain'],
  remote_unavailable: ['tryAgain'],
  link_revoked: ['reconnect'],
  link_paused: ['resume'],
  account_unsupported: ['connect'],
  account_already_linked: ['connect'],
  app_user_limit: ['connect'],
  consent_denied: ['connect'],
  state_invalid: ['connect'],
  insufficient_space: ['openInDropbox', 'tryAgain'],
  cursor_reset: ['tryAgain'],
  precondition_failed: ['tryAgain'],
  content_changed: ['tryAgain'],
  hash_mismatch: ['tryAgain'],
  not_found: ['tryAgain'],
  name_refused: ['rename', 'tryAgain'],
  folder_name_taken: ['openInDropbox', 'tryAgain'],
  path_too_long: ['rename', 'tryAgain'],
  not_downloadable: ['openInDropbox', 'tryAgain'],
  no_write_permission: ['openInDropbox', 'tryAgain'],
  file_too_large: ['openInDropbox', 'download', 'tryAgain'],
  newer_version_too_large: ['openInDropbox', 'tryAgain'],
  host_unavailable: ['tryAgain'],
  host_refused: ['openInDropbox', 'tryAgain'],
  host_full: ['tryAgain', 'openInDropbox'],
  name_taken: ['openInDropbox', 'tryAgain'],
  missing_right: ['tryAgain', 'openInDropbox'],
  record_gone: ['openInDropbox', 'stop'],
  record_invisible: ['openInDropbox', 'tryAgain'],
  upload_unsupported: ['openInDropbox', 'tryAgain'],
  folder_missing: ['createAgain', 'stop'],
  removed_in_remote: ['putBack', 'deleteHere'],
  changed_after_delete: ['delete', 'tryAgain'],
  conflict: ['compare'],
  deletion_held: ['takeBack', 'deleteInDropbox'],
  files_vanished: ['putVanishedBack', 'stopVanished'],
  edited_often: ['tryAgain'],
  undo_expired: ['openInDropbox', 'tryAgain'],
  not_in_a_record: ['openInDropbox', 'tryAgain'],
  scanner_refused: ['delete', 'openInDropbox'],
  lease_lost: ['tryAgain'],
  cancelled: ['tryAgain'],
  unexpected: ['tryAgain'],
} as const satisfies Record<CodeOfState, readonly [RemedyName, ...RemedyName[]]>

/** What passes by itself, or is well, needs nothing; there may be something to do all the same. */
const ofState = {
  notEnrolled: ['synchronise'],
  linking: ['connect'],
  stopped: ['synchronise'],
  waiting: ['tryAgain'],
  syncing: ['openInDropbox'],
  uploading: ['openInDropbox'],
  downloading: ['openInDropbox'],
  onlyInDropbox: ['tryAgain', 'openInDropbox'],
  synced: ['openInDropbox'],
  attention: ['showAttention', 'tryAgain'],
} as const satisfies Record<Extract<Reason, { type: 'state' }>['name'], readonly [RemedyName, ...RemedyName[]]>

/** What can be done about a reason, the best first. Whether the user may, and whether it applies, is asked elsewhere. */
export function remediesOf(reason: Reason): readonly RemedyName[] {
  return reason.type === 'code' ? ofCode[reason.code] : ofState[reason.name]
}
