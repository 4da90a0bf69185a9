import type { Preview, ReasonCode, RecordSync } from '@twinfolder/protocol'

import { readable, refOf } from './memory-access.ts'
import type { MemoryOperations } from './memory-operations.ts'
import type { MemoryRecord } from './memory-record.ts'
import type { MemoryWorld } from './memory-world.ts'
import { refusal } from './refusal.ts'
import { defaultScript } from './sync-script.ts'

/** Stop, pause and resume of one record, and what a pass over it would do. */
export function pauseOperations(
  world: MemoryWorld,
): Pick<MemoryOperations, 'stopSync' | 'pauseSync' | 'resumeSync' | 'previewSync'> {
  function change(
    path: Parameters<typeof refOf>[0],
    code: 'stopped' | 'paused' | 'resumed',
    work: (record: MemoryRecord) => void,
  ): RecordSync {
    const ref = refOf(path)
    const record = readable(world, ref)
    if (world.connection.state !== 'linked') throw refusal('not_linked')
    if (record.sync.phase !== 'notEnrolled') {
      world.stopScripts(record)
      work(record)
      world.activity.add({ code, subject: record.settings.record?.name ?? 'Acme GmbH', record: ref })
      world.changed(record)
    }
    return world.syncOf(record)
  }

  return {
    stopSync: ({ path }) =>
      change(path, 'stopped', (record) => {
        record.sync = { ...record.sync, phase: 'stopped', progress: null }
        for (const { id } of record.files()) record.patch(record.byId(id), { sync: 'onlyInHost' })
      }),
    pauseSync: ({ path }) =>
      change(path, 'paused', (record) => {
        const isActive = ['waiting', 'syncing', 'settled'].includes(record.sync.phase)
        if (isActive) record.sync = { ...record.sync, phase: 'paused', progress: null }
      }),
    resumeSync: ({ path }) =>
      change(path, 'resumed', (record) => world.runScript(record, refOf(path), defaultScript(record.files()))),
    previewSync({ path }) {
      const record = readable(world, refOf(path))
      return previewOf(record)
    },
  }
}

function previewOf(record: MemoryRecord): Preview {
  const files = record.files()
  const pending = files.filter(({ sync }) => sync === null || sync.state === 'waiting' || sync.state === 'uploading')
  const incoming = files.filter(({ sync }) => sync?.state === 'downloading')
  const excluded = new Map<ReasonCode, string[]>()
  for (const { name, sync } of files) {
    if (sync?.state === 'blocked' && sync.code) excluded.set(sync.code, [...(excluded.get(sync.code) ?? []), name])
  }
  const sizeOf = (some: typeof files) => some.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return {
    toRemote: { files: pending.length, bytes: sizeOf(pending) },
    toHost: { files: incoming.length, bytes: sizeOf(incoming) },
    alike: 0,
    movedInRemote: 0,
    deletedInRemote: 0,
    conflicts: record.conflicts().length,
    excluded: [...excluded].map(([code, names]) => ({ code, count: names.length, examples: names.slice(0, 5) })),
  }
}
