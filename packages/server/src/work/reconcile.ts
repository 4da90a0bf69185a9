import { type Link, epochMsOf, instantOf } from '@twinfolder/core'

import { resumeRuns } from '../bulk/resume-runs.ts'
import { workPriority } from '../ports/work-queue.ts'
import type { ServerParts } from '../server-parts.ts'

/** How often it is looked up which links are due. */
const LOOK_MS = 30_000
const LINKS_AT_A_TIME = 500
const DAY_MS = 86_400_000

/**
 * Asks for a pass of every link that has not had one for a while: a webhook that was lost costs no more than that (C88). When a link
 * is due is a row, written by whoever looks at it or ends a pass of it, so that of many workers one asks. A worker that starts finds
 * what was missed while nobody worked.
 */
export function reconcileDue({ settings, stores }: Pick<ServerParts, 'settings' | 'stores'>): () => Promise<void> {
  const { clock, reconcileMs } = settings
  let lookAt = 0
  return async () => {
    const now = clock.now()
    if (now < lookAt) return
    lookAt = now + Math.min(LOOK_MS, reconcileMs)
    const due = await stores.links.dueLooks(instantOf(now), LINKS_AT_A_TIME)
    for (const linkId of due) {
      const link = await stores.sync.link(linkId)
      // One that becomes active again is asked for then, and its pass notes when it is due.
      const isActive = link?.status === 'active'
      if (isActive) {
        await stores.work.request([{ linkId, record: null, priority: workPriority.reconcile }])
        await resumeRuns({ stores }, linkId)
      }
      await stores.links.setLook(linkId, isActive ? nextLook(settings, link) : null)
    }
    if (due.length === LINKS_AT_A_TIME) lookAt = now
  }
}

/** When a link is looked at next by itself: soon if something was done for it today, give or take a tenth. */
export function nextLook(
  { clock, random, reconcileMs, recentLinkPollMs }: ServerParts['settings'],
  { lastOkAt }: Pick<Link, 'lastOkAt'>,
): ReturnType<typeof instantOf> {
  const now = clock.now()
  const isRecent = lastOkAt !== null && now - epochMsOf(lastOkAt) < DAY_MS
  const everyMs = isRecent ? Math.min(recentLinkPollMs, reconcileMs) : reconcileMs
  return instantOf(now + everyMs * (0.9 + 0.2 * random.fraction()))
}
