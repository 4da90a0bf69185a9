/** A union value on its way to the wire. */
export interface Tagged {
  readonly '.tag': string
  readonly [field: string]: unknown
}

/** An endpoint's own error: HTTP 409 and one member of the union its documentation lists. */
export class EndpointError extends Error {
  override readonly name = 'EndpointError'
  readonly error: Tagged

  constructor(error: Tagged) {
    super(summaryOf(error))
    this.error = error
  }
}

/** 401: the token is not good, or not good for this. */
export class AuthError extends Error {
  override readonly name = 'AuthError'
  readonly error: Tagged

  constructor(error: Tagged) {
    super(summaryOf(error))
    this.error = error
  }
}

/** 400 with a sentence of plain text: the request itself is wrong. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest'
}

/** 403: the account as a whole may not do this. */
export class AccessError extends Error {
  override readonly name = 'AccessError'
  readonly error: Tagged

  constructor(error: Tagged) {
    super(summaryOf(error))
    this.error = error
  }
}

/** 429: too many calls, or somebody else is writing in the same namespace. */
export class TooMany extends Error {
  override readonly name = 'TooMany'
  readonly reason: 'too_many_requests' | 'too_many_write_operations'
  /** Seconds; `null` when it is not said. */
  readonly retryAfter: number | null
  readonly body: 'json' | 'text'

  constructor(reason: TooMany['reason'], retryAfter: number | null, body: TooMany['body'] = 'json') {
    super(reason)
    this.reason = reason
    this.retryAfter = retryAfter
    this.body = body
  }
}

/** 422: the header `Dropbox-API-Path-Root` names a root the caller has not. */
export class PathRootError extends Error {
  override readonly name = 'PathRootError'
  readonly error: Tagged

  constructor(error: Tagged) {
    super(summaryOf(error))
    this.error = error
  }
}

/** `path/conflict/file`: the tags from the outside in. */
export function summaryOf(error: Tagged): string {
  const tags: string[] = []
  let at: unknown = error
  while (isTagged(at)) {
    tags.push(at['.tag'])
    // What follows is no member of a union but an entry.
    if (at['.tag'] === 'metadata') break
    at = at[at['.tag']] ?? at['reason']
  }
  return tags.join('/')
}

/** The summary as Dropbox sends it: with a random run of dots, so that nobody compares it as a whole. */
export function errorSummary(error: Tagged): string {
  return `${summaryOf(error)}/${'.'.repeat(Math.floor(Math.random() * 4))}`
}

/** `tagged('path', tagged('not_found'))` is `{".tag":"path","path":{".tag":"not_found"}}`. */
export function tagged(tag: string, value?: Tagged): Tagged {
  return value ? { '.tag': tag, [tag]: value } : { '.tag': tag }
}

function isTagged(value: unknown): value is Tagged {
  return typeof value === 'object' && value !== null && '.tag' in value && typeof value['.tag'] === 'string'
}
