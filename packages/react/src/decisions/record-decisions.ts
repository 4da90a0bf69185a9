import type { Connection, RecordSync } from '@twinfolder/protocol'

/** Something about a record that waits for a person; each has a line of its own and its answers. */
export interface RecordDecision {
  /**
   * `hold`: many files were gone from Dropbox at once (S15). `detached`: removed in Dropbox, kept here (S5). `held`: deleted here,
   * still in Dropbox (S15, S19). `conflict`: two versions (S4).
   */
  readonly type: 'hold' | 'detached' | 'held' | 'conflict'
  readonly count: number
}

/** What waits for a person on a record. While the whole link waits, nothing else is asked. */
export function recordDecisions(sync: RecordSync, connection: Connection | undefined): readonly RecordDecision[] {
  const hold = connection?.state === 'linked' ? connection.hold : null
  if (sync.phase === 'held') return hold ? [{ type: 'hold', count: hold.vanished }] : []
  const isAsked = sync.link === 'linked' && ['waiting', 'syncing', 'settled', 'paused'].includes(sync.phase)
  if (!isAsked) return []
  const all: readonly RecordDecision[] = [
    { type: 'conflict', count: sync.conflicts },
    { type: 'detached', count: sync.detached },
    { type: 'held', count: sync.held },
  ]
  return all.filter(({ count }) => count > 0)
}
