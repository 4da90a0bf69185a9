import { type ErrorCode, type HttpErrorCode, httpErrorStatus } from '@twinfolder/protocol'

interface ProblemExtras {
  /** The limit that was broken, in bytes. */
  readonly limitBytes?: number | undefined
  readonly retryAfterSeconds?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly cause?: unknown
}

/** An answer that is an error: `application/problem+json` with a code of the closed union. `message` is for developers. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem'
  readonly code: ErrorCode
  readonly status: number
  readonly extras: ProblemExtras

  constructor(code: ErrorCode, status: number, detail: string, extras: ProblemExtras = {}) {
    super(detail, extras.cause === undefined ? undefined : { cause: extras.cause })
    this.code = code
    this.status = status
    this.extras = extras
  }
}

/** A problem of the server itself, with the status that belongs to its code. */
export function problem(code: HttpErrorCode, detail: string, extras?: ProblemExtras): HttpProblem {
  return new HttpProblem(code, httpErrorStatus[code], detail, extras)
}
