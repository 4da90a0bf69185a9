import { SyncError } from '@twinfolder/core'

/** SQLSTATE of a server that goes down, comes up, or has no connection left; class 08 is the connection itself. */
const unavailableStates = /^(08...|57P0[1235]|53[0-4]00)$/
const systemErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
])
/** The driver's own failures have no code. */
const driverMessages =
  /connection terminated|connection error|not queryable|timeout exceeded when trying to connect|timeout expired|driver has already been destroyed/i

/** How long to wait before the database is asked again. */
const RETRY_AFTER_MS = 5000

/**
 * What a lost or refused connection means: the server cannot say now, waiting helps. `null` for every other failure.
 */
export function unavailable(error: unknown): SyncError | null {
  if (!isConnectionError(error)) return null
  return new SyncError('host_unavailable', `The database cannot be reached: ${messageOf(error)}`, {
    cause: error,
    retryAfterMs: RETRY_AFTER_MS,
  })
}

function isConnectionError(error: unknown): boolean {
  // Node tries each address of a name, and tells of all.
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.some(isConnectionError)
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return unavailableStates.test(code) || systemErrors.has(code) || (code === '' && driverMessages.test(error.message))
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
