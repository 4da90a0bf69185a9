import type { FaultKind } from './faults.ts'

/** One answered request. Tokens and codes are never logged. */
export interface LogEntry {
  /** Counts up from 1 and never repeats, also after `clear()`. */
  readonly number: number
  /** Milliseconds since 1970 on the emulator's clock. */
  readonly at: number
  readonly method: string
  /** `content.dropboxapi.com` */
  readonly host: string
  /** `/2/files/upload` */
  readonly path: string
  /** `files/upload`, `oauth2/token`; the path for anything else. */
  readonly route: string
  /** The argument as it was sent; of the login endpoints only harmless fields. `null` when there was none. */
  readonly arg: unknown
  /** 0 when the connection was ended without an answer. */
  readonly status: number
  /** Email of the account, when the token was known. */
  readonly account: string | null
  readonly appKey: string | null
  /** From `Content-Length`; `null` when it was streamed without one. */
  readonly requestBytes: number | null
  readonly responseBytes: number | null
  /** `X-Dropbox-Request-Id` of the answer. */
  readonly requestId: string
  /** The fault that was applied, if one was. */
  readonly fault: FaultKind['type'] | null
}

/** Which entries to return; everything given must hold. */
export interface LogQuery {
  /** Only entries with a higher number. */
  readonly since?: number | undefined
  readonly route?: string | undefined
  readonly account?: string | undefined
  readonly status?: number | undefined
  /** Text that the argument contains when written as JSON, e.g. a path. */
  readonly containing?: string | undefined
}

/** The newest requests, oldest first. */
export interface RequestLog {
  entries(query?: LogQuery): readonly LogEntry[]
  clear(): void
}

/** A log that can be written to. */
export interface WritableRequestLog extends RequestLog {
  add(entry: Omit<LogEntry, 'number'>): void
}

/** @param capacity how many entries are kept at least */
export function createRequestLog(capacity = 5000): WritableRequestLog {
  const kept: LogEntry[] = []
  let number = 0
  return {
    add(entry) {
      number += 1
      kept.push({ number, ...entry })
      // Some more than asked for are kept, as the list is not to be moved for each request.
      if (kept.length > capacity * 1.2) kept.splice(0, kept.length - capacity)
    },
    entries: (query = {}) => kept.filter((entry) => matches(entry, query)),
    clear: () => void kept.splice(0),
  }
}

function matches(entry: LogEntry, query: LogQuery): boolean {
  return (
    (query.since === undefined || entry.number > query.since) &&
    (query.route === undefined || entry.route === query.route) &&
    (query.account === undefined || entry.account === query.account) &&
    (query.status === undefined || entry.status === query.status) &&
    (query.containing === undefined || (JSON.stringify(entry.arg) ?? '').includes(query.containing))
  )
}
