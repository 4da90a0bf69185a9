import type { FaultKind } from './faults.ts'
import { jsonResponse, textResponse } from './wire/respond.ts'
import { errorSummary, tagged } from './wire/api-error.ts'

/** What a request answers that runs into a fault of type `status`. */
export function faultResponse(fault: Extract<FaultKind, { type: 'status' }>): Response {
  const { status } = fault
  const retryAfter = fault.retryAfter === undefined && status === 429 ? 1 : (fault.retryAfter ?? null)
  const headers: Record<string, string> = retryAfter === null ? {} : { 'Retry-After': String(retryAfter) }
  if (fault.body !== undefined) return jsonResponse(fault.body, status, headers)
  if (status === 429) {
    const reason = tagged(fault.reason ?? 'too_many_requests')
    const error = { reason, ...(retryAfter === null ? {} : { retry_after: retryAfter }) }
    return jsonResponse({ error_summary: errorSummary(reason), error }, status, headers)
  }
  return textResponse(status >= 500 ? 'Internal Server Error' : 'Refused by a fault of the emulator.', status, headers)
}

/** What is answered when the reply to a request that worked is lost. */
export function lostReplyResponse(): Response {
  return textResponse('Internal Server Error', 500)
}
