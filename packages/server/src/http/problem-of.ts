import { type SyncError, type SyncErrorCode, isSyncError } from '@twinfolder/core'
import type { HttpErrorCode } from '@twinfolder/protocol'
import { HTTPException } from 'hono/http-exception'

import { HttpProblem, problem } from './problem.ts'

/** Any failure as an answer. What nobody foresaw is `internal`; its cause goes to the log, never to the browser (X55). */
export function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error
  if (isSyncError(error)) return problemOfSyncError(error)
  if (error instanceof HTTPException) return problemOfHttpException(error)
  return problem('internal', 'Something went wrong that nobody foresaw. The log has it under the request id.', {
    cause: error,
  })
}

/** A reason of the engine as a status; where the protocol has a code of its own for it, that one is answered. */
const answers: Readonly<Record<SyncErrorCode, HttpErrorCode | number>> = {
  remote_busy: 503,
  remote_unavailable: 'remote_unavailable',
  link_revoked: 409,
  link_paused: 409,
  account_unsupported: 409,
  account_already_linked: 'account_already_linked',
  app_user_limit: 409,
  consent_denied: 409,
  state_invalid: 'state_invalid',
  insufficient_space: 409,
  cursor_reset: 'unavailable',
  precondition_failed: 'version_conflict',
  content_changed: 'content_changed',
  hash_mismatch: 'bad_request',
  not_found: 'not_found',
  name_refused: 'name_invalid',
  path_too_long: 400,
  not_downloadable: 409,
  no_write_permission: 409,
  file_too_large: 'file_too_large',
  newer_version_too_large: 'file_too_large',
  host_unavailable: 'unavailable',
  host_refused: 409,
  host_full: 409,
  name_taken: 'name_taken',
  missing_right: 'forbidden',
  record_gone: 'record_unknown',
  record_invisible: 'record_unknown',
  upload_unsupported: 'upload_unsupported',
  folder_missing: 409,
  folder_name_taken: 409,
  removed_in_remote: 409,
  changed_after_delete: 409,
  conflict: 409,
  deletion_held: 409,
  files_vanished: 409,
  edited_often: 503,
  undo_expired: 409,
  not_in_a_record: 409,
  scanner_refused: 409,
  lease_lost: 'link_busy',
  cancelled: 'unavailable',
  unexpected: 'internal',
}

function problemOfSyncError(error: SyncError): HttpProblem {
  const answer = answers[error.code]
  const retryAfterSeconds = error.retryAfterMs === null ? undefined : Math.ceil(error.retryAfterMs / 1000)
  const extras = { retryAfterSeconds, cause: error }
  const detail = sentences[error.code] ?? error.code.replaceAll('_', ' ')
  if (typeof answer === 'number') return new HttpProblem(error.code, answer, detail, extras)
  return problem(answer, detail, extras)
}

/** The messages of errors are for logs: an adapter's own words never reach a browser (X55). */
const sentences: Partial<Readonly<Record<SyncErrorCode, string>>> = {
  consent_denied: 'The consent page was left without consent. Nothing was changed.',
  account_unsupported: 'Accounts of this kind are not linked here. Nothing was changed.',
  account_already_linked: 'This account is linked by somebody else already. Nothing of theirs was changed.',
  state_invalid: 'This linking is not under way any more. Start it again.',
  undo_expired: 'This can no longer be undone: it is too long ago, or it was undone already.',
  files_vanished: 'Many files are gone from the remote. Say first what became of them.',
  link_revoked: 'The authorization is gone. Link the account again.',
  host_refused: 'The CRM cannot do this here.',
  host_full: 'The CRM has no room for it: so many files, or so many bytes, are stored already.',
  name_taken: 'There is something of this name already.',
  remote_unavailable: 'The remote could not be reached or did not answer as it should. Try again.',
  unexpected: 'Something went wrong that nobody foresaw. The log has it under the request id.',
}

/** What Hono itself refuses: a body that is no JSON, another content type. */
function problemOfHttpException(error: HTTPException): HttpProblem {
  switch (error.status) {
    case 413:
      return problem('file_too_large', 'The body is too large.')
    case 415:
      return problem('unsupported_media_type', 'The body has another content type than the operation takes.')
    default:
      return error.status < 500
        ? problem('bad_request', 'The request could not be read.')
        : problem('internal', 'The request failed.', { cause: error })
  }
}
