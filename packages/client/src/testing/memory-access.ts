import type { RecordRef } from '@twinfolder/protocol'

import type { MemoryRecord } from './memory-record.ts'
import type { MemoryWorld } from './memory-world.ts'
import { recordView } from './record-settings.ts'
import { refusal } from './refusal.ts'

/** The record. One that the user may not read is as good as unknown. @throws `record_unknown` */
export function readable(world: MemoryWorld, ref: RecordRef): MemoryRecord {
  const record = world.recordOf(ref)
  if (record.settings.access?.read === false) throw refusal('record_unknown')
  return record
}

/** The record, if the user may change it. @throws `record_unknown`, `forbidden` */
export function writable(world: MemoryWorld, ref: RecordRef): MemoryRecord {
  const record = readable(world, ref)
  if (record.settings.access?.write === false) throw refusal('forbidden')
  return record
}

/** @throws `host_refused` where the CRM cannot do it */
export function requireCapability(
  world: MemoryWorld,
  record: MemoryRecord,
  ref: RecordRef,
  capability: 'rename' | 'move' | 'versions',
): void {
  if (!recordView(record.settings, ref, world.syncOf(record)).capabilities[capability]) throw refusal('host_refused')
}

/** The record that a path of the protocol names. */
export function refOf({
  module,
  recordId,
}: {
  readonly module: RecordRef['module']
  readonly recordId: string
}): RecordRef {
  return { module, id: recordId }
}
