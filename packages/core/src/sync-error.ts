/**
 * Why a sync step did not happen. Public API: each code travels over HTTP and has a sentence in every language.
 *
 * - `retry-later`: waiting helps, nobody has to do anything
 * - `needs-user`: a person has to act (reconnect, free space, get a right)
 * - `blocked`: this input can never be synchronised; another input can
 * - `bug`: neither waiting nor the user can help
 */
export const syncErrorClasses = {
  // the remote account
  remote_busy: 'retry-later',
  remote_unavailable: 'retry-later',
  link_revoked: 'needs-user',
  link_paused: 'needs-user',
  account_unsupported: 'needs-user',
  account_already_linked: 'needs-user',
  app_user_limit: 'needs-user',
  consent_denied: 'needs-user',
  state_invalid: 'needs-user',
  insufficient_space: 'needs-user',
  cursor_reset: 'retry-later',
  // a file in the remote
  precondition_failed: 'retry-later',
  content_changed: 'retry-later',
  hash_mismatch: 'retry-later',
  not_found: 'retry-later',
  name_refused: 'blocked',
  folder_name_taken: 'needs-user',
  path_too_long: 'blocked',
  not_downloadable: 'blocked',
  no_write_permission: 'needs-user',
  file_too_large: 'blocked',
  newer_version_too_large: 'blocked',
  // the host
  host_unavailable: 'retry-later',
  host_refused: 'blocked',
  host_full: 'needs-user',
  name_taken: 'needs-user',
  missing_right: 'needs-user',
  record_gone: 'blocked',
  record_invisible: 'needs-user',
  upload_unsupported: 'blocked',
  folder_missing: 'needs-user',
  removed_in_remote: 'needs-user',
  changed_after_delete: 'needs-user',
  conflict: 'needs-user',
  deletion_held: 'needs-user',
  files_vanished: 'needs-user',
  edited_often: 'retry-later',
  undo_expired: 'blocked',
  not_in_a_record: 'blocked',
  scanner_refused: 'blocked',
  // ourselves
  lease_lost: 'retry-later',
  cancelled: 'retry-later',
  unexpected: 'bug',
} as const satisfies Record<string, SyncErrorClass>

/** What to do about a failure; see {@link syncErrorClasses}. */
export type SyncErrorClass = 'retry-later' | 'needs-user' | 'blocked' | 'bug'

/** The closed set of reasons that the engine and its plug points give. */
export type SyncErrorCode = keyof typeof syncErrorClasses

/** A failure that the host app can act on. `code` is public API and travels over HTTP; `message` is for logs. */
export class SyncError extends Error {
  override readonly name = 'SyncError'
  readonly code: SyncErrorCode
  /** Milliseconds to wait before trying again; `null` when nobody said. */
  readonly retryAfterMs: number | null

  constructor(
    code: SyncErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly retryAfterMs?: number | undefined } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retryAfterMs = options.retryAfterMs ?? null
  }

  /** What to do about it. */
  get class(): SyncErrorClass {
    return syncErrorClasses[this.code]
  }
}

/** Tells whether `error` is a {@link SyncError}, with the given code if one is given. */
export function isSyncError(error: unknown, code?: SyncErrorCode): error is SyncError {
  return error instanceof SyncError && (code === undefined || error.code === code)
}

/** Any failure as a {@link SyncError}: what is none already becomes `unexpected` with its cause kept. */
export function asSyncError(error: unknown): SyncError {
  if (error instanceof SyncError) return error
  return new SyncError('unexpected', error instanceof Error ? error.message : String(error), { cause: error })
}
