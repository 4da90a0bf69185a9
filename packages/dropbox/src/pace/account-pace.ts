import type { Clock } from '@twinfolder/core'

import type { DropboxError } from '../dropbox-error.ts'
import { type AdaptiveLimit, adaptiveLimit } from './adaptive-limit.ts'
import { type ByteBudget, byteBudget } from './byte-budget.ts'
import { type Gate, createGate } from './gate.ts'

/**
 * How fast one account is used. Dropbox counts calls by user and app, and lets one writer at a time into a namespace: so reads and
 * data have a limit that finds itself, and writes are one after the other.
 */
export interface AccountPace {
  /** Reads, and data that changes nothing yet. */
  readonly calls: AdaptiveLimit
  /** Contents in memory. */
  readonly bytes: ByteBudget
  /** Everything of the account waits here. */
  readonly account: Gate
  /** What changes the namespace waits here, too. */
  readonly namespace: Gate
  /**
   * Dropbox refused a call because of the pace. Others wait as long as the one who was refused.
   * @returns ends the wait of the others
   */
  busy(error: DropboxError): () => void
  /** The same for a wait that is too long for anybody: it is handed to all. */
  closed(error: DropboxError): void
}

/** Contents of files that are being sent; a session sends 8 MiB a time. The system holds as much again, and more, on its way. */
const MOST_BYTES = 16 * 1024 * 1024

export function accountPace(clock: Clock): AccountPace {
  const account = createGate(clock)
  const namespace = createGate(clock)
  const calls = adaptiveLimit(clock, account)
  /** The write lock is about this namespace alone; everything else is about the account. */
  const gateOf = ({ tags }: DropboxError): Gate => (tags.includes('too_many_write_operations') ? namespace : account)
  return {
    calls,
    bytes: byteBudget(MOST_BYTES, clock),
    account,
    namespace,
    busy(error) {
      const gate = gateOf(error)
      // Calls that were under way together are refused together: that is one refusal.
      if (gate === account && !account.isResting) calls.halve()
      return gate.rest()
    },
    closed(error) {
      const gate = gateOf(error)
      if (gate === account && !account.refusal()) calls.halve()
      gate.close(error.retryAfterMs ?? 0)
    },
  }
}
