import type { Cancellation, Clock, Secret } from '@twinfolder/core'

import { untilCancelled } from './cancellation.ts'

/** A new access token, as the token endpoint gives it. */
export interface IssuedToken {
  readonly token: Secret
  readonly lifetimeMs: number
}

/** The access token of one link. It lives in memory only; callers who need a new one at once share one refresh (X14). */
export interface AccessTokens {
  current(signal?: Cancellation | null): Promise<Secret>
  /** Another one than `refused`, which Dropbox called expired. */
  renewed(refused: Secret, signal?: Cancellation | null): Promise<Secret>
}

/** A token is renewed this long before it ends, or after nine tenths of a short life. */
const MARGIN_MS = 5 * 60 * 1000

/** Keeps an access token fresh with `refresh`. A caller who gives up does not end the refresh of the others. */
export function accessTokens(refresh: () => Promise<IssuedToken>, clock: Clock): AccessTokens {
  let held: { readonly token: Secret; readonly renewAt: number } | null = null
  let refreshing: Promise<Secret> | null = null

  const renew = async (): Promise<Secret> => {
    try {
      const { token, lifetimeMs } = await refresh()
      held = { token, renewAt: clock.now() + lifetimeMs - Math.min(MARGIN_MS, lifetimeMs / 10) }
      return token
    } finally {
      refreshing = null
    }
  }
  const fresh = (signal: Cancellation | null | undefined): Promise<Secret> => {
    if (held && clock.now() < held.renewAt) return Promise.resolve(held.token)
    refreshing ??= renew()
    return untilCancelled(refreshing, signal)
  }
  return {
    current: fresh,
    renewed(refused, signal) {
      if (held?.token === refused) held = null
      return fresh(signal)
    },
  }
}
