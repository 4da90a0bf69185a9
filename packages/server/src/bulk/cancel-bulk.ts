import { instantOf } from '@twinfolder/core'

import type { StoredBulkRun } from '../ports/bulk-store.ts'
import type { ServerParts } from '../server-parts.ts'

/** Ends what still waits of a run and stops the pass that works for nothing else. What is done stays. */
export async function cancelBulk(
  { settings, stores, passes, bulkEvents }: Pick<ServerParts, 'settings' | 'stores' | 'passes' | 'bulkEvents'>,
  run: StoredBulkRun,
): Promise<void> {
  await stores.work.cancel({ bulkId: run.id })
  // What the running pass has done counts as done: its ends are written before the rest is cancelled.
  await passes.abortBulk(run.id)
  await stores.bulk.cancel(run.id, instantOf(settings.clock.now()))
  bulkEvents.changed(run)
}
