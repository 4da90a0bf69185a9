import type { RecordKey } from '@twinfolder/core'

import { workPriority } from '../ports/work-queue.ts'
import type { ServerParts } from '../server-parts.ts'

/** Asks for a pass over a record that a person waits for. */
export function requestPass({ stores }: Pick<ServerParts, 'stores'>, linkId: string, record: RecordKey): Promise<void> {
  return stores.work.request([{ linkId, record, priority: workPriority.person }])
}
