import { type SyncErrorCode, SyncError } from '@twinfolder/core'

import { errorTags } from './error-tags.ts'
import { type Verdict, broken, uncertain, verdictOf } from './error-verdict.ts'
import { type Fields, isFields } from './reply-fields.ts'
import { retryAfterMs } from './retry-after.ts'
import { NoAnswer } from './transport.ts'

/** A failed call of Dropbox. For callers it is a {@link SyncError}; inside it also tells what to do about it. */
export class DropboxError extends SyncError {
  readonly retry: Verdict['retry']
  /** The HTTP status; `null` without an answer. */
  readonly status: number | null
  /** Dropbox's own words, e.g. `['path', 'conflict', 'file']`; empty without an answer. */
  readonly tags: readonly string[]

  constructor(
    verdict: Verdict,
    message: string,
    details: { status?: number; tags?: readonly string[]; cause: unknown; retryAfterMs?: number | undefined },
  ) {
    super(verdict.code, message, { cause: details.cause, retryAfterMs: details.retryAfterMs })
    this.retry = verdict.retry
    this.status = details.status ?? null
    this.tags = details.tags ?? []
  }
}

/**
 * What a caught failure of one request means: an answer with an error status (as the SDK throws it) or no answer at all.
 * The message holds tags and ids only; the answer itself is in `cause`.
 */
export function dropboxError(caught: unknown, method: string, nowMs: number): DropboxError {
  if (caught instanceof NoAnswer) {
    const message = `No answer from Dropbox to ${method}. ${advice.remote_unavailable}`
    return new DropboxError(uncertain, message, { cause: caught.cause })
  }
  if (!isErrorAnswer(caught)) {
    return new DropboxError(broken, `The call ${method} failed on our side.`, { cause: caught })
  }
  const { status, error: body } = caught
  const tags = errorTags(body)
  const verdict = verdictOf(status, tags, body)
  const waitMs = retryAfterMs(headerOf(caught, 'retry-after'), body, nowMs)
  const said = [tags.join('/'), `HTTP ${status}`, requestText(caught)].filter((part) => part !== '').join(', ')
  const message = [`Dropbox refused ${method}: ${said}.`, advice[verdict.code]].filter(Boolean).join(' ')
  return new DropboxError(verdict, message, { status, tags, cause: caught, retryAfterMs: waitMs ?? undefined })
}

/** Tells whether Dropbox refused with these tags, e.g. `isRefusal(error, 'path', 'conflict', 'folder')`. */
export function isRefusal(error: unknown, ...tags: readonly string[]): error is DropboxError {
  return error instanceof DropboxError && tags.every((tag, index) => error.tags[index] === tag)
}

/** An answer with an error status. Known by its shape: minified code has no class names. */
interface ErrorAnswer {
  readonly status: number
  /** The parsed body, or its text. */
  readonly error: unknown
}

function isErrorAnswer(caught: unknown): caught is ErrorAnswer & Fields {
  return isFields(caught) && typeof caught['status'] === 'number' && 'error' in caught && 'headers' in caught
}

const advice: Partial<Record<SyncErrorCode, string>> = {
  account_unsupported: 'This kind of account, or its team, does not allow the call.',
  app_user_limit: 'The Dropbox app may not link more users: ask Dropbox for production approval.',
  insufficient_space: 'The Dropbox is full: the user has to free space.',
  link_revoked: 'The authorization is gone or too small: the user has to connect Dropbox again.',
  precondition_failed: 'The file or folder has changed: read it again and plan again.',
  remote_busy: 'Dropbox asks us to slow down: try again later.',
  remote_unavailable: 'A write may have happened: look before repeating it.',
}

function requestText(answer: Fields): string {
  const requestId = headerOf(answer, 'x-dropbox-request-id')
  return requestId === null ? '' : `request ${requestId}`
}

function headerOf(answer: Fields, name: string): string | null {
  const { headers } = answer
  return isHeaders(headers) ? headers.get(name) : null
}

/** Not by `instanceof`: jsdom has headers of another class. */
function isHeaders(headers: unknown): headers is Pick<Headers, 'get'> {
  return isFields(headers) && typeof headers['get'] === 'function'
}
