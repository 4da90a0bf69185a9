import type { Cancellation, Secret } from '@twinfolder/core'
import { Dropbox, type DropboxRequestOptions } from 'dropbox'

import { accessTokens } from './access-tokens.ts'
import { authorized } from './authorized-fetch.ts'
import { abortSignalOf } from './cancellation.ts'
import type { OAuth } from './oauth.ts'
import { type RetryPolicy, withRetries } from './retry.ts'
import type { Transport } from './transport.ts'

/** How one call is made. */
export interface CallHow<T> {
  readonly signal: Cancellation | undefined
  /** For writes: finds out whether a write without a reply was done, and gives its result if so. */
  readonly settle?: (() => Promise<T | undefined>) | undefined
}

/** The calls of one account, signed, retried and with their failures translated. */
export interface Calls {
  /** A call through a method of the SDK; `use` also turns its reply into ours. */
  sdk<T>(
    method: string,
    use: (dropbox: Dropbox, options: DropboxRequestOptions) => Promise<T>,
    how: CallHow<T>,
  ): Promise<T>
  /** A request of our own whose reply is a stream. */
  stream<T>(method: string, use: (send: Transport) => Promise<T>, signal: Cancellation | undefined): Promise<T>
  readonly policy: RetryPolicy
}

/** Opens the account behind a refresh token. No request is made before the first call. */
export function openCalls(refreshToken: Secret, transport: Transport, oauth: OAuth, policy: RetryPolicy): Calls {
  const tokens = accessTokens(() => oauth.refresh(refreshToken), policy.clock)
  const send = authorized(transport, tokens)
  // The SDK gets no token: it would put refresh tokens into URLs and refresh once per waiting call.
  const dropbox = new Dropbox({ fetch: (url: string, init: RequestInit) => send(url, init, 'whole') })
  return {
    policy,
    sdk(method, use, { signal, settle }) {
      const listening = abortSignalOf(signal)
      const options = listening ? { signal: listening } : {}
      return withRetries(policy, { method, signal, settle, run: () => use(dropbox, options) })
    },
    stream: (method, use, signal) => withRetries(policy, { method, signal, run: () => use(send) }),
  }
}
