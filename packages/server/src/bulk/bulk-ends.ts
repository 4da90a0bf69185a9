import { type PassReport, instantOf } from '@twinfolder/core'

import type { ServerParts } from '../server-parts.ts'
import { withDoneBefore } from './done-before.ts'

type Ended = PassReport['records'][number]

/** Writes how records ended into every run of the link that waits for them. */
export async function bulkEnds(
  { settings, stores, bulkEvents }: Pick<ServerParts, 'settings' | 'stores' | 'bulkEvents'>,
  linkId: string,
  ends: PassReport['records'],
): Promise<void> {
  if (ends.length === 0) return
  const runs = await stores.bulk.running(linkId)
  if (runs.length === 0) return
  const waiting = await stores.bulk.waitingFor(
    linkId,
    ends.map(({ record }) => record),
  )
  const at = instantOf(settings.clock.now())
  for (const run of runs) {
    const ofRun = ends.filter((_: Ended, index) => waiting[index]?.includes(run.id))
    if (ofRun.length === 0) continue
    await stores.bulk.end(run.id, await withDoneBefore(stores, linkId, run, ofRun), at)
    bulkEvents.changed(run)
  }
}
