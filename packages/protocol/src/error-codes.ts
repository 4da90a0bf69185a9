import { type SyncErrorCode, syncErrorClasses } from '@twinfolder/core'

/** What the server itself may answer, with the HTTP status of each. */
export const httpErrorStatus = {
  bad_request: 400,
  name_invalid: 400,
  state_invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  csrf_refused: 403,
  content_url_expired: 403,
  not_found: 404,
  record_unknown: 404,
  file_unknown: 404,
  folder_unknown: 404,
  segment_unknown: 404,
  bulk_unknown: 404,
  body_timeout: 408,
  not_linked: 409,
  account_already_linked: 409,
  version_conflict: 409,
  name_taken: 409,
  upload_unsupported: 409,
  link_busy: 409,
  content_changed: 409,
  file_too_large: 413,
  unsupported_media_type: 415,
  range_invalid: 416,
  protocol_mismatch: 426,
  rate_limited: 429,
  internal: 500,
  remote_unavailable: 502,
  unavailable: 503,
} as const

/** What the client itself may find, without an answer of the server. */
export const localErrorCodes = ['network', 'aborted', 'unexpected_answer'] as const

/** A code that the server answers with. */
export type HttpErrorCode = keyof typeof httpErrorStatus
/** A code that the client itself finds. */
export type LocalErrorCode = (typeof localErrorCodes)[number]
/** Why a file, a record or a link is not synchronised. */
export type ReasonCode = SyncErrorCode
/** Every code that a user may see. Closed: `react` has a sentence, a cause and a remedy for each. */
export type ErrorCode = HttpErrorCode | LocalErrorCode | ReasonCode

/** Every reason code. */
export const reasonCodes = Object.keys(syncErrorClasses) as readonly ReasonCode[]
/** Every {@link ErrorCode}, each once. */
export const errorCodes = [
  ...new Set<ErrorCode>([...(Object.keys(httpErrorStatus) as HttpErrorCode[]), ...localErrorCodes, ...reasonCodes]),
] as const satisfies readonly ErrorCode[]
