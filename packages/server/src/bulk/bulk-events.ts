import type { EventHub } from '../events/event-hub.ts'
import type { StoredBulkRun } from '../ports/bulk-store.ts'

/** Tells the owner of a bulk run that it moved on, at most twice a second. */
export interface BulkEvents {
  changed(run: Pick<StoredBulkRun, 'id' | 'user'>): void
  close(): void
}

const THROTTLE_MS = 500

export function createBulkEvents(hub: EventHub): BulkEvents {
  const runs = new Map<string, { readonly timer: ReturnType<typeof setTimeout>; changedAgain: boolean }>()
  const publish = (run: Pick<StoredBulkRun, 'id' | 'user'>): void => {
    hub.publish(run.user, { type: 'bulk', bulkId: run.id })
    runs.set(run.id, { timer: setTimeout(() => ended(run), THROTTLE_MS), changedAgain: false })
  }
  const ended = (run: Pick<StoredBulkRun, 'id' | 'user'>): void => {
    const changedAgain = runs.get(run.id)?.changedAgain === true
    runs.delete(run.id)
    if (changedAgain) publish(run)
  }
  return {
    changed(run) {
      const throttled = runs.get(run.id)
      if (throttled) throttled.changedAgain = true
      else publish(run)
    },
    close() {
      for (const { timer } of runs.values()) clearTimeout(timer)
      runs.clear()
    },
  }
}
