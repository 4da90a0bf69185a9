import { epochMsOf } from '@twinfolder/core'

import { workPriority } from '../ports/work-queue.ts'
import type { ServerParts } from '../server-parts.ts'

/** How often it is looked up which links are due. */
const LOOK_MS = 30_000

/**
 * Asks for a pass of every link that has not had one for `reconcileMs`, give or take a tenth: a webhook that was lost costs
 * no more than that (C88). A worker that starts finds what was missed while nobody worked.
 */
export function reconcileDue({ settings, stores }: Pick<ServerParts, 'settings' | 'stores'>): () => Promise<void> {
  const { clock, random, reconcileMs } = settings
  const nextAt = new Map<string, number>()
  let lookAt = 0
  const jittered = (): number => reconcileMs * (0.9 + 0.2 * random.fraction())
  return async () => {
    const now = clock.now()
    if (now < lookAt) return
    lookAt = now + Math.min(LOOK_MS, reconcileMs)
    const due = (await stores.sync.links('active')).filter(({ id, lastOkAt }) => {
      const at = nextAt.get(id) ?? (lastOkAt === null ? 0 : epochMsOf(lastOkAt)) + jittered()
      nextAt.set(id, at > now ? at : now + jittered())
      return at <= now
    })
    await stores.work.request(due.map(({ id }) => ({ linkId: id, record: null, priority: workPriority.reconcile })))
  }
}
