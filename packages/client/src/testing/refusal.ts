import { type ErrorCode, httpErrorStatus, localErrorCodes } from '@twinfolder/protocol'

import { type ApiError, TwinfolderError, localError } from '../api-error.ts'

const statuses: Partial<Record<ErrorCode, number>> = httpErrorStatus

/** The error that a server would answer with. */
export function serverError(code: ErrorCode, more: Partial<ApiError> = {}): ApiError {
  const isLocal = localErrorCodes.some((local) => local === code)
  return {
    ...localError(code, 'Answered by memoryAdapter.'),
    status: isLocal ? null : (statuses[code] ?? 409),
    ...more,
  }
}

/** Ends an operation with an error; `memoryAdapter` turns it into a result. */
export function refusal(code: ErrorCode, more: Partial<ApiError> = {}): TwinfolderError {
  return new TwinfolderError(serverError(code, more))
}
