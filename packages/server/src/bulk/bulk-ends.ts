import { type PassReport, instantOf } from '@twinfolder/core'

import type { ServerParts } from '../server-parts.ts'

/** Writes how records ended into every run of the link that waits for them. */
export async function bulkEnds(
  { settings, stores, bulkEvents }: Pick<ServerParts, 'settings' | 'stores' | 'bulkEvents'>,
  linkId: string,
  ends: PassReport['records'],
): Promise<void> {
  if (ends.length === 0 || (await stores.bulk.running(linkId)).length === 0) return
  const byRun = new Map<string, PassReport['records'][number][]>()
  for (const end of ends) {
    for (const runId of await stores.bulk.waitingFor(linkId, end.record)) {
      byRun.set(runId, [...(byRun.get(runId) ?? []), end])
    }
  }
  const at = instantOf(settings.clock.now())
  for (const [runId, ofRun] of byRun) {
    await stores.bulk.end(runId, ofRun, at)
    const run = await stores.bulk.get(runId)
    if (run) bulkEvents.changed(run)
  }
}
