import type { Connection, RecordSync } from '@twinfolder/protocol'

import { isDetached } from './memory-file.ts'
import type { MemoryRecord, MemorySync } from './memory-record.ts'

/** How a record stands: what the story says, and where it says nothing, what its files and the connection tell. */
export function recordSyncOf(record: MemoryRecord, connection: Connection): RecordSync {
  const { sync } = record
  const phase = phaseOf(sync, connection)
  const counts = phase === 'notEnrolled' ? none : countsOf(record)
  const detached = sync.detached ?? counts.detached
  const held = sync.held ?? counts.held
  const conflicts = sync.conflicts ?? counts.conflicts
  const attention = sync.attention ?? detached + held + conflicts + counts.failed
  return { ...sync, link: sync.link ?? connection.state, phase, attention, detached, held, conflicts }
}

const none = { detached: 0, held: 0, conflicts: 0, failed: 0 }

function countsOf(record: MemoryRecord): typeof none {
  let detached = 0
  let failed = 0
  for (const file of record.files()) {
    const { sync } = file
    if (isDetached(file)) detached += 1
    else if (sync?.retryAt === null && (sync.state === 'blocked' || sync.state === 'failed')) failed += 1
  }
  return {
    detached,
    held: (record.settings.remoteOnly ?? []).filter(({ fileId }) => fileId !== null).length,
    conflicts: record.conflicts().length,
    failed,
  }
}

/** What rests as a whole rests in each record. */
function phaseOf({ phase }: MemorySync, connection: Connection): RecordSync['phase'] {
  const isActive = phase === 'waiting' || phase === 'syncing' || phase === 'settled'
  if (!isActive || connection.state !== 'linked') return phase
  return connection.health === 'held' || connection.health === 'paused' ? connection.health : phase
}
