import type { FileEntry, RecordRef } from '@twinfolder/protocol'

import { refOf, writable } from './memory-access.ts'
import { isDetached } from './memory-file.ts'
import type { MemoryOperations } from './memory-operations.ts'
import type { MemoryRecord } from './memory-record.ts'
import type { MemoryWorld } from './memory-world.ts'
import { recordView } from './record-settings.ts'
import { refusal } from './refusal.ts'

const UNDO_LIFE_MS = 30 * 24 * 60 * 60_000

/** What takes back what was done. */
export function undoOperations(world: MemoryWorld): Pick<MemoryOperations, 'restoreFiles' | 'undoActivity'> {
  /** It waits again, as after an upload. */
  function takeUp(record: MemoryRecord, file: FileEntry): void {
    if (record.sync.phase !== 'notEnrolled') record.patch(record.byId(file.id), { sync: 'waiting' })
  }

  return {
    restoreFiles({ path, body: { files: ids } }) {
      const ref = refOf(path)
      const record = writable(world, ref)
      const restored = ids.flatMap((id) => record.restore(id) ?? [])
      for (const file of restored) takeUp(record, file)
      world.changed(record)
      world.goOn(record, ref)
      const failed = ids.filter((id) => !restored.some((file) => file.id === id))
      return { done: restored.length, failed: failed.map((id) => ({ id, code: 'file_unknown' })) }
    },
    undoActivity({ path }) {
      const ref = refOf(path)
      const record = writable(world, ref)
      const row = world.activity.byId(path.activityId)
      if (!row?.undo || row.undo.until < world.now()) throw refusal('undo_expired')
      const file = row.fileId === null ? null : record.restore(row.fileId)
      const kept = record.files().find(({ id }) => id === row.fileId)
      if (file) takeUp(record, file)
      else if (kept && isDetached(kept)) takeUp(record, kept)
      world.activity.endUndo(row.id)
      world.activity.add({ code: 'undone', subject: row.subject, fileId: row.fileId, record: ref })
      world.changed(record)
      world.goOn(record, ref)
      return world.syncOf(record)
    },
  }
}

/** Tells that a file went from Dropbox, too; a CRM with a trash can undo it. */
export function noteDeletion(world: MemoryWorld, record: MemoryRecord, ref: RecordRef, file: FileEntry): void {
  const { trash } = recordView(record.settings, ref, world.syncOf(record)).capabilities
  world.activity.add({
    code: 'deletedInRemote',
    direction: 'toDropbox',
    subject: file.name,
    fileId: file.id,
    record: ref,
    undo: trash ? { until: world.now(UNDO_LIFE_MS) } : null,
  })
}
