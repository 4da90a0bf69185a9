import { instantOf } from '@twinfolder/core'

import type { AuditStore } from '../ports/audit-store.ts'
import type { Settings } from '../settings.ts'
import { reasonOf } from '../work/worker.ts'
import type { AuditEntry } from './audit-entry.ts'

/** Writes the audit log. */
export interface AuditLog {
  /**
   * Resolves when the entry is stored, or could not be: that is told in the log, and changes nothing about what was done. What is
   * recorded while others are stored goes with the next ones, in one transaction.
   */
  record(entry: Omit<AuditEntry, 'at'>): Promise<void>
}

/** The same refusal again within this time says nothing new; without it anybody could fill the log. */
const SAME_REFUSAL_MS = 60_000
const REMEMBERED_REFUSALS = 10_000
const MOST_AT_ONCE = 500

export function createAuditLog(store: AuditStore, { clock, log }: Pick<Settings, 'clock' | 'log'>): AuditLog {
  const refusals = new Map<string, number>()
  let waiting: AuditEntry[] = []
  let storing: Promise<void> | null = null

  const isTold = (entry: Omit<AuditEntry, 'at'>): boolean => {
    const now = clock.now()
    const key = JSON.stringify({ ...entry, requestId: null })
    const told = refusals.get(key)
    if (told !== undefined && now - told < SAME_REFUSAL_MS) return true
    refusals.delete(key)
    refusals.set(key, now)
    if (refusals.size > REMEMBERED_REFUSALS) refusals.delete(refusals.keys().next().value ?? '')
    return false
  }
  const storeOrTell = async (entries: readonly AuditEntry[]): Promise<void> => {
    try {
      await store.append(entries)
    } catch (error) {
      log({ level: 'error', event: 'audit.failed', entries: entries.length, reason: reasonOf(error) })
    }
  }
  const storeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const entries = waiting.slice(0, MOST_AT_ONCE)
      waiting = waiting.slice(MOST_AT_ONCE)
      await storeOrTell(entries)
    }
    storing = null
  }
  return {
    async record(entry) {
      if (entry.outcome === 'refused' && isTold(entry)) return
      waiting.push({ ...entry, at: instantOf(clock.now()) })
      await (storing ??= Promise.resolve().then(storeAll))
    },
  }
}
