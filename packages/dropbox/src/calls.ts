import type { CallOptions, Secret } from '@twinfolder/core'
import { Dropbox, type DropboxRequestOptions } from 'dropbox'

import { accessTokens } from './access-tokens.ts'
import { authorized } from './authorized-fetch.ts'
import { type Write, type WriteStream, writeStream } from './batch/write-stream.ts'
import { abortSignalOf } from './cancellation.ts'
import type { OAuth } from './oauth.ts'
import { type AccountPace, accountPace } from './pace/account-pace.ts'
import { type RetryPolicy, withRetries } from './retry.ts'
import type { Transport } from './transport.ts'

/** A call through a method of the SDK; also turns its reply into ours. */
export type SdkCall<Result> = (dropbox: Dropbox, options: DropboxRequestOptions) => Promise<Result>

/** One write of a kind, as often as it takes. */
export interface WriteCall<Entry, Result> {
  /** The Dropbox method that it would be by itself. */
  readonly method: string
  readonly write: Write<Entry, Result>
  readonly entry: Entry
  /** Finds out whether a write without a reply was done, and gives its result if so. */
  readonly settle: () => Promise<Result | undefined>
}

/** The calls of one account: signed, paced, retried and with their failures translated. */
export interface Calls {
  /** A read, or data that changes nothing yet. */
  sdk<Result>(method: string, use: SdkCall<Result>, turn: CallOptions): Promise<Result>
  /** A request of our own whose reply is a stream. */
  stream<Result>(method: string, use: (send: Transport) => Promise<Result>, turn: CallOptions): Promise<Result>
  /** A write, in a batch with others of its kind where there are some. */
  write<Entry, Result>(call: WriteCall<Entry, Result>, turn: CallOptions): Promise<Result>
  /** One request, neither paced nor repeated: for kinds of writes. */
  once<Result>(use: SdkCall<Result>, signal: AbortSignal): Promise<Result>
  /** A call without a token, which may take ten minutes; it waits for nobody's turn. */
  patient<Result>(method: string, use: SdkCall<Result>, turn: CallOptions): Promise<Result>
  readonly writes: WriteStream
  readonly pace: AccountPace
  readonly policy: RetryPolicy
}

/** A long poll takes up to eight minutes, and what Dropbox adds to it. */
const PATIENCE_MS = 10 * 60 * 1000

/** Opens the account behind a refresh token. No request is made before the first call. */
export function openCalls(refreshToken: Secret, transport: Transport, oauth: OAuth, policy: RetryPolicy): Calls {
  const { clock } = policy
  const tokens = accessTokens(() => oauth.refresh(refreshToken), clock)
  const send = authorized(transport, tokens)
  // The SDK gets no token: it would put refresh tokens into URLs and refresh once per waiting call.
  const dropbox = new Dropbox({ fetch: (url: string, init: RequestInit) => send(url, init, 'whole') })
  const anonymous = new Dropbox({
    fetch: (url: string, init: RequestInit) => transport(url, init, 'whole', PATIENCE_MS),
  })
  const pace = accountPace(clock)
  const paced = <Result>(method: string, turn: CallOptions, call: () => Promise<Result>): Promise<Result> =>
    withRetries(policy, { method, turn, pace, run: () => pace.calls.run(turn, call) })
  return {
    policy,
    pace,
    writes: writeStream(clock, pace),
    sdk: (method, use, turn) => paced(method, turn, () => use(dropbox, requestOptions(turn))),
    stream: (method, use, turn) => paced(method, turn, () => use(send)),
    write: ({ method, write, entry, settle }, turn) =>
      withRetries(policy, { method, turn, pace, settle, run: () => write(entry, turn) }),
    once: (use, signal) => use(dropbox, { signal }),
    patient: (method, use, turn) =>
      withRetries(policy, { method, turn, pace, run: () => use(anonymous, requestOptions(turn)) }),
  }
}

function requestOptions({ signal }: CallOptions): DropboxRequestOptions {
  const listening = abortSignalOf(signal)
  return listening ? { signal: listening } : {}
}
