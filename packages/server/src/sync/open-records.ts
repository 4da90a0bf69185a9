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

/** Polls in the process that heard of the browser; the work itself goes through the queue to whichever worker is free. */
export function createOpenRecords({
  work,
  pollMs,
  log,
}: {
  readonly work: ServerStores['work']
  readonly pollMs: number
  readonly log: Log
}): OpenRecords {
  const links = new Map<string, { until: number; readonly timer: ReturnType<typeof setInterval> }>()
  const stop = (linkId: string): void => {
    clearInterval(links.get(linkId)?.timer)
    links.delete(linkId)
  }
  const poll = (linkId: string): void => {
    if (performance.now() >= (links.get(linkId)?.until ?? 0)) return stop(linkId)
    work
      .request([{ linkId, record: null, priority: workPriority.webhook }])
      .catch((error: unknown) => log({ level: 'warn', event: 'poll.failed', linkId, reason: String(error) }))
  }
  return {
    watch(linkId) {
      const until = performance.now() + OPEN_FOR_MS
      const known = links.get(linkId)
      if (known) known.until = until
      else links.set(linkId, { until, timer: setInterval(() => poll(linkId), pollMs) })
    },
    close() {
      for (const linkId of links.keys()) stop(linkId)
    },
  }
}
