import type { SyncErrorCode } from '@twinfolder/core'

/** What an answer of Dropbox means for us. */
export interface Verdict {
  readonly code: SyncErrorCode
  /** `again`: nothing was done, send it again. `uncertain`: a write may have been done; find out before repeating it. */
  readonly retry: 'never' | 'again' | 'uncertain'
}

/** The table of answers; the same table is in the README. */
export function verdictOf(status: number, tags: readonly string[], body: unknown): Verdict {
  if (refusesNewUsers(body)) return final('app_user_limit')
  switch (status) {
    case 401:
      return unauthorized(tags)
    case 403: // what kind of account it is, or what its team allows
      return final('account_unsupported')
    case 408:
      return uncertain
    case 409:
      return endpointError(tags)
    case 429:
      return busy
    default:
      return status >= 500 ? uncertain : final('unexpected')
  }
}

/** A request that got no answer: it may have arrived. */
export const uncertain: Verdict = { code: 'remote_unavailable', retry: 'uncertain' }

/** A mistake of ours: nothing was sent, and trying again would not help. */
export const broken: Verdict = { code: 'unexpected', retry: 'never' }

const busy: Verdict = { code: 'remote_busy', retry: 'again' }

function unauthorized(tags: readonly string[]): Verdict {
  switch (tags[0]) {
    case 'invalid_access_token':
    case 'missing_scope':
      return final('link_revoked')
    case 'expired_access_token': // also right after a refresh, or it would not arrive here
    case 'user_suspended': // Dropbox may lift it; connecting again would not help
      return final('remote_unavailable')
    default:
      return final('unexpected')
  }
}

/** The first known tag from outside decides: what it holds only says more about it. */
function endpointError(tags: readonly string[]): Verdict {
  for (const tag of tags) {
    switch (tag) {
      case 'too_many_write_operations': // the namespace's write lock; comes as 429 and as 409
      case 'too_many_requests':
      case 'in_progress':
        return busy
      case 'internal_error':
        return uncertain
      case 'conflict':
      case 'duplicated_or_nested_paths':
        return final('precondition_failed')
      case 'not_found':
      case 'not_folder':
      case 'invalid_revision': // to restore: never at that path, or kept no longer
        return final('not_found')
      case 'insufficient_space':
      case 'insufficient_quota':
      case 'team_folder_insufficient_space':
      case 'team_folder_insufficient_quota':
      case 'member_folder_insufficient_space':
      case 'member_folder_insufficient_quota':
        return final('insufficient_space')
      case 'disallowed_name':
      case 'malformed_path':
        return final('name_refused')
      case 'no_write_permission':
      case 'access_restricted':
      case 'operation_suppressed':
      case 'team_folder':
        return final('no_write_permission')
      case 'content_hash_mismatch':
        return final('hash_mismatch')
      case 'payload_too_large':
      case 'too_large':
        return final('file_too_large')
      case 'unsupported_file':
      case 'unsupported_content_type':
      case 'restricted_content':
      case 'not_file':
        return final('not_downloadable')
      case 'reset':
        return final('cursor_reset')
      case 'locked':
      case 'upload_traffic_limit_reached':
        return final('remote_busy')
    }
  }
  return final('unexpected')
}

/** Dropbox says this in plain words only, on its consent page and with a refused code. */
function refusesNewUsers(body: unknown): boolean {
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '')
  return /has reached its user limit|unable to link additional users/i.test(text)
}

function final(code: SyncErrorCode): Verdict {
  return { code, retry: 'never' }
}
