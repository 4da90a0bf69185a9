import { instantOf } from '@twinfolder/core'

import type { StoredBulkRun } from '../ports/bulk-store.ts'
import type { ClaimKey, WorkQueue } from '../ports/work-queue.ts'
import type { ServerParts } from '../server-parts.ts'

const LONGEST_WAIT_MS = 2000
const LOOK_AGAIN_MS = 20

/** Ends what still waits of a run and stops the pass that works for nothing else, in whatever process. What is done stays. */
export async function cancelBulk(
  { settings, stores, passes, bulkEvents }: Pick<ServerParts, 'settings' | 'stores' | 'passes' | 'bulkEvents'>,
  run: StoredBulkRun,
): Promise<void> {
  const claims = await stores.work.cancel({ linkId: run.linkId, bulkId: run.id })
  passes.abortBulk(run.id)
  // What the running pass has done counts as done: its ends are written before the rest is cancelled.
  await ended(stores.work, claims)
  await stores.bulk.cancel(run.id, instantOf(settings.clock.now()))
  bulkEvents.changed(run)
}

/** Resolves when these claims were given back, or after two seconds. */
async function ended(work: WorkQueue, claims: readonly ClaimKey[]): Promise<void> {
  const until = performance.now() + LONGEST_WAIT_MS
  for (const claim of claims) {
    while (performance.now() < until && (await work.isHeld(claim))) await pause(LOOK_AGAIN_MS)
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
