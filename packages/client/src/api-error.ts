import type { ErrorCode } from '@twinfolder/protocol'

/** Why a call failed. Plain data: it survives serialization. */
export interface ApiError {
  readonly code: ErrorCode
  /** The HTTP status; `null` when there was no answer. */
  readonly status: number | null
  /** For logs, in English. */
  readonly detail: string | null
  /** Names the request in the server's log. */
  readonly requestId: string | null
  readonly retryAfterSeconds: number | null
  /** The limit that was broken, in bytes. */
  readonly limitBytes: number | null
}

/** An {@link ApiError} with only a code and a detail. */
export function localError(code: ErrorCode, detail: string | null = null): ApiError {
  return { code, status: null, detail, requestId: null, retryAfterSeconds: null, limitBytes: null }
}

/** What the methods of a {@link SyncClient} throw. */
export class TwinfolderError extends Error {
  override readonly name = 'TwinfolderError'
  readonly error: ApiError

  constructor(error: ApiError) {
    super(error.detail ? `${error.code}: ${error.detail}` : error.code)
    this.error = error
  }

  /** A member of the closed union {@link ErrorCode}. */
  get code(): ErrorCode {
    return this.error.code
  }
}

/** Tells whether `error` is a {@link TwinfolderError}. */
export function isTwinfolderError(error: unknown): error is TwinfolderError {
  return error instanceof TwinfolderError
}
