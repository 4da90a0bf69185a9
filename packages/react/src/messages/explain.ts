import type { ErrorCode } from '@twinfolder/protocol'

import type { Texts } from './language.ts'
import type { MainMessages } from './messages.gen.ts'

/** What a user reads about a code: what is the case, why, and what to do. */
export interface Explanation {
  readonly sentence: string
  readonly cause: string
  readonly remedy: string
}

/** Words that explanations use. */
export interface ExplanationWords {
  readonly crm: string
  /** The size limit, e.g. `50 MB`. */
  readonly max: string
}

type Topic = keyof MainMessages extends infer Key ? (Key extends `error.${infer Name}` ? Name : never) : never

/** Which explanation belongs to which code. Codes that mean the same to a user share one. */
const topics = {
  bad_request: 'unexpected',
  name_invalid: 'nameInvalid',
  state_invalid: 'expired',
  unauthenticated: 'loggedOut',
  forbidden: 'forbidden',
  csrf_refused: 'reload',
  content_url_expired: 'urlExpired',
  not_found: 'gone',
  record_unknown: 'recordGone',
  file_unknown: 'gone',
  folder_unknown: 'gone',
  segment_unknown: 'segment',
  bulk_unknown: 'run',
  body_timeout: 'slow',
  not_linked: 'notLinked',
  account_already_linked: 'taken',
  version_conflict: 'version',
  name_taken: 'nameTaken',
  upload_unsupported: 'noUpload',
  link_busy: 'unavailable',
  content_changed: 'again',
  file_too_large: 'tooLarge',
  unsupported_media_type: 'unexpected',
  range_invalid: 'unexpected',
  protocol_mismatch: 'reload',
  rate_limited: 'unavailable',
  internal: 'unexpected',
  remote_unavailable: 'remoteDown',
  unavailable: 'unavailable',
  network: 'network',
  aborted: 'cancelled',
  unexpected_answer: 'unexpected',
  remote_busy: 'busy',
  link_revoked: 'linkEnded',
  link_paused: 'paused',
  account_unsupported: 'account',
  app_user_limit: 'appLimit',
  consent_denied: 'denied',
  insufficient_space: 'space',
  cursor_reset: 'again',
  precondition_failed: 'again',
  hash_mismatch: 'again',
  name_refused: 'nameRefused',
  folder_name_taken: 'folderTaken',
  path_too_long: 'path',
  not_downloadable: 'notDownloadable',
  no_write_permission: 'readOnly',
  newer_version_too_large: 'newerTooLarge',
  host_unavailable: 'hostDown',
  host_refused: 'hostRefused',
  host_full: 'hostFull',
  missing_right: 'right',
  record_gone: 'recordGone',
  record_invisible: 'invisible',
  folder_missing: 'folderMissing',
  removed_in_remote: 'removed',
  changed_after_delete: 'returned',
  conflict: 'conflict',
  deletion_held: 'held',
  files_vanished: 'vanished',
  edited_often: 'often',
  undo_expired: 'undoExpired',
  not_in_a_record: 'noRecord',
  scanner_refused: 'scanner',
  lease_lost: 'again',
  cancelled: 'cancelled',
  unexpected: 'unexpected',
} as const satisfies Record<ErrorCode, Topic>

/** What is the case. A code without a text does not compile. */
export function sentenceOf(messages: Texts, code: ErrorCode, words: ExplanationWords): string {
  return filled(messages[`error.${topics[code]}`], words)
}

/** The sentence, the cause and the remedy of a code. */
export function explain(messages: Texts<'explain'>, code: ErrorCode, words: ExplanationWords): Explanation {
  const [cause = '', remedy = ''] = filled(messages[`why.${topics[code]}`], words).split('\n')
  return { sentence: sentenceOf(messages, code, words), cause, remedy }
}

function filled(message: string | ((words: ExplanationWords) => string), words: ExplanationWords): string {
  return typeof message === 'string' ? message : message(words)
}
