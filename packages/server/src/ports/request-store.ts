import type { Instant } from '@twinfolder/core'

/** An answer that is given again. */
export interface KeptAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/** What is known of a request that has an idempotency key. */
export type RequestClaim =
  /** It is the caller's to carry out. */
  | { readonly state: 'claimed' }
  /** Somebody else carries it out now. */
  | { readonly state: 'running'; readonly fingerprint: string }
  | { readonly state: 'answered'; readonly fingerprint: string; readonly answer: KeptAnswer }

/** How fast something may be asked for: so much at once, and so much more each second. */
export interface Rate {
  readonly burst: number
  readonly perSecond: number
}

/** What is kept of requests, so that limits and keys hold in every process and after a restart. Keys name tenant and user. */
export interface RequestStore {
  /**
   * Claims a key. Of many at once one gets it. A claim that nobody ended by `staleAt` was of a process that died: it is given again.
   */
  claim(
    key: string,
    fingerprint: string,
    times: { readonly now: Instant; readonly staleAt: Instant; readonly expiresAt: Instant },
  ): Promise<RequestClaim>
  /** Keeps the answer until the claim expires. */
  answer(key: string, answer: KeptAnswer): Promise<void>
  /** Gives a claim up: the request may be carried out again. */
  release(key: string): Promise<void>
  /** Takes one from a bucket that fills itself; `false` when it is empty. */
  take(bucket: string, rate: Rate, now: Instant): Promise<boolean>
}
