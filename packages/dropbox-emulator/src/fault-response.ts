import type { FaultKind } from './faults.ts'
import { TooMany, tagged } from './wire/api-error.ts'
import type { Tagged } from './wire/api-error.ts'
import { errorResponse, jsonResponse, textResponse, tooManyResponse } from './wire/respond.ts'

/** What Dropbox says with a status when nothing else is said. */
const usualErrors: Readonly<Record<number, Tagged>> = {
  401: tagged('invalid_access_token'),
  403: tagged('invalid_account_type', tagged('endpoint')),
  422: tagged('no_permission'),
}

/** What a request answers that runs into a fault of type `status`. */
export function faultResponse(fault: Extract<FaultKind, { type: 'status' }>): Response {
  const { status } = fault
  const retryAfter = fault.retryAfter === undefined && status === 429 ? 1 : (fault.retryAfter ?? null)
  const headers: Record<string, string> = retryAfter === null ? {} : { 'Retry-After': String(retryAfter) }
  if (status === 401) headers['WWW-Authenticate'] = 'Dropbox-API'
  if (typeof fault.body === 'string') return textResponse(fault.body, status, headers)
  if (fault.body !== undefined) return jsonResponse(fault.body, status, headers)
  if (status === 429) return tooManyResponse(new TooMany(fault.reason ?? 'too_many_requests', retryAfter))
  const usual = usualErrors[status]
  if (usual) return errorResponse(usual, status, headers)
  return textResponse(status >= 500 ? 'Internal Server Error' : 'Refused by a fault of the emulator.', status, headers)
}

/** What is answered when the reply to a request that worked is lost. */
export function lostReplyResponse(): Response {
  return textResponse('Internal Server Error', 500)
}
