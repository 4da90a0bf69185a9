import type { ServerStores } from '../ports/server-stores.ts'
import { workPriority } from '../ports/work-queue.ts'
import type { Log } from '../settings.ts'

/** Which links have a record that a person looks at now: those are polled often. */
export interface OpenRecords {
  /** Somebody looks at a record of this link; holds for {@link OPEN_FOR_MS}. */
  watch(linkId: string): void
  close(): void
}

/** The widget asks again about every minute while it is on the screen. */
export const OPEN_FOR_MS = 75_000

/**
 * Polls in the process that heard of the browser; the work itself goes through the queue to whichever worker is free. Where several
 * processes hear of browsers that show records of one link, one of them polls and the others hear of it.
 */
export function createOpenRecords({
  work,
  pubSub,
  pollMs,
  log,
}: Pick<ServerStores, 'work' | 'pubSub'> & { readonly pollMs: number; readonly log: Log }): OpenRecords {
  const links = new Map<string, { until: number; polledAt: number; readonly timer: ReturnType<typeof setInterval> }>()
  const stop = (linkId: string): void => {
    clearInterval(links.get(linkId)?.timer)
    links.delete(linkId)
  }
  const poll = (linkId: string): void => {
    const link = links.get(linkId)
    const now = performance.now()
    if (!link || now >= link.until) return stop(linkId)
    if (now - link.polledAt < pollMs / 2) return
    pubSub.publish('poll', linkId)
    work
      .request([{ linkId, record: null, priority: workPriority.webhook }])
      .catch((error: unknown) => log({ level: 'warn', event: 'poll.failed', linkId, reason: String(error) }))
  }
  const leave = pubSub.subscribe('poll', (linkId) => {
    const link = links.get(linkId)
    if (link) link.polledAt = performance.now()
  })
  return {
    watch(linkId) {
      const until = performance.now() + OPEN_FOR_MS
      const known = links.get(linkId)
      if (known) known.until = until
      else links.set(linkId, { until, polledAt: -Infinity, timer: setInterval(() => poll(linkId), pollMs) })
    },
    close() {
      leave()
      for (const linkId of links.keys()) stop(linkId)
    },
  }
}
