import { type CallOptions, type Cancellation, type Clock, SyncError, asSyncError, isSyncError } from '@twinfolder/core'

import { abortSignalOf, cancelledError, throwIfCancelled } from './cancellation.ts'
import { type DropboxError, dropboxError } from './dropbox-error.ts'
import type { AccountPace } from './pace/account-pace.ts'

/** How long and how often a call is tried. */
export interface RetryPolicy {
  readonly clock: Clock
  readonly maxAttempts: number
  readonly wait: Wait
  /** From 0 to 1, for jitter. */
  readonly fraction: () => number
}

/** Resolves after `ms`; rejects at once when `signal` aborts. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>

/** One call, of as many requests as it takes. */
export interface Attempts<T> {
  readonly method: string
  readonly run: () => Promise<T>
  readonly turn: CallOptions
  /** Told when Dropbox refuses because of the pace. */
  readonly pace?: AccountPace | undefined
  /** After an uncertain write: its result when it turns out to be done, else `undefined`. */
  readonly settle?: (() => Promise<T | undefined>) | undefined
}

/** A worker does not sleep longer than this; it gets the time back and does something else. */
const LONGEST_WAIT_MS = 5000
const FIRST_BACKOFF_MS = 500
/** Dropbox's default where `Retry-After` is missing. */
const BUSY_WAIT_MS = 1000

/**
 * Tries a call until it succeeds or trying makes no sense. A write without a reply is looked up before it is repeated,
 * and again when the repetition is refused: the first one may have arrived late.
 */
export async function withRetries<T>(policy: RetryPolicy, call: Attempts<T>): Promise<T> {
  const { settle, pace } = call
  const { signal } = call.turn
  let mayBeDone = false
  for (let attempt = 1; ; attempt++) {
    throwIfCancelled(signal)
    const outcome = await oneAttempt(policy, call)
    if ('result' in outcome) return outcome.result
    const { error } = outcome
    mayBeDone ||= error.retry === 'uncertain'
    if (error.retry !== 'never') {
      if ((error.retryAfterMs ?? 0) > LONGEST_WAIT_MS) {
        if (error.code === 'remote_busy') pace?.closed(error)
        throw error
      }
      if (attempt < policy.maxAttempts || (mayBeDone && settle)) {
        const goOn = error.code === 'remote_busy' ? pace?.busy(error) : undefined
        try {
          await pause(policy, waitBefore(error, attempt, policy), signal)
        } finally {
          goOn?.()
        }
      }
    }
    const done = mayBeDone && settle ? await settled(settle, error) : undefined
    if (done !== undefined) return done
    if (error.retry === 'never' || attempt >= policy.maxAttempts) throw error
  }
}

/** `setTimeout` that ends at once when `signal` aborts. */
export const wait: Wait = (ms, signal) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(cancelledError(signal))
      return
    }
    const stop = (): void => {
      clearTimeout(timer)
      if (signal) reject(cancelledError(signal))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })

async function oneAttempt<T>(
  policy: RetryPolicy,
  { run, turn: { signal }, method }: Attempts<T>,
): Promise<{ readonly result: T } | { readonly error: DropboxError }> {
  try {
    return { result: await run() }
  } catch (caught) {
    if (signal?.aborted) throw cancelledError(signal)
    // Thrown by a step of ours, such as a refresh with retries of its own: it is decided already.
    if (caught instanceof SyncError) throw caught
    return { error: dropboxError(caught, method, policy.clock.now()) }
  }
}

/** The look-up of an uncertain write. When it fails, too, the write stays uncertain. */
async function settled<T>(settle: () => Promise<T | undefined>, uncertain: DropboxError): Promise<T | undefined> {
  try {
    return await settle()
  } catch (error) {
    if (isSyncError(error, 'cancelled') || isSyncError(error, 'link_revoked')) throw error
    throw uncertain
  }
}

/** Waits as the policy does it. @throws `cancelled` */
export async function pause(policy: RetryPolicy, ms: number, signal: Cancellation | undefined): Promise<void> {
  try {
    await policy.wait(ms, abortSignalOf(signal))
  } catch (error) {
    throw signal?.aborted ? cancelledError(signal) : asSyncError(error)
  }
}

/** Full jitter: a random part of a time that doubles with each attempt. */
export function backoffMs(attempt: number, { fraction }: RetryPolicy): number {
  return Math.round(fraction() * Math.min(LONGEST_WAIT_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1)))
}

/** What Dropbox asks for and a little more. */
function waitBefore(error: DropboxError, attempt: number, policy: RetryPolicy): number {
  const askedMs = error.retryAfterMs ?? (error.code === 'remote_busy' ? BUSY_WAIT_MS : 0)
  return askedMs + backoffMs(attempt, policy)
}
