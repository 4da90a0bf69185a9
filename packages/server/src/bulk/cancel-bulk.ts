import { instantOf } from '@twinfolder/core'

import type { StoredBulkRun } from '../ports/bulk-store.ts'
import type { ServerParts } from '../server-parts.ts'

/** Ends what still waits of a run and stops the pass that works for nothing else. What is done stays. */
export async function cancelBulk(
  { settings, stores, passes, bulkEvents }: Pick<ServerParts, 'settings' | 'stores' | 'passes' | 'bulkEvents'>,
  run: StoredBulkRun,
): Promise<void> {
  await stores.bulk.cancel(run.id, instantOf(settings.clock.now()))
  await stores.work.cancel({ bulkId: run.id })
  passes.abortBulk(run.id)
  bulkEvents.changed(run)
}
