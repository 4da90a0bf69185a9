import type { RecordRef } from '@twinfolder/protocol'

/** Files arrive faster than a list is read. */
const LOOK_MS = 300

/** Looks at a record after files have arrived there: once for many, and the rows of uploads go when the rows of files are there. */
export function createArrivals(look: (record: RecordRef) => Promise<unknown>, seen: (ids: readonly string[]) => void) {
  const waiting = new Map<string, { readonly record: RecordRef; readonly ids: string[] }>()
  const timers = new Set<ReturnType<typeof setTimeout>>()
  let lookedAt = -Infinity

  function lookNow(key: string): void {
    const found = waiting.get(key)
    if (!found) return
    waiting.delete(key)
    lookedAt = Date.now()
    void look(found.record)
      .catch(() => undefined)
      .then(() => seen(found.ids))
  }
  return {
    add(record: RecordRef, id: string): void {
      const key = JSON.stringify([record.module, record.id])
      const known = waiting.get(key)
      if (known) {
        known.ids.push(id)
        return
      }
      waiting.set(key, { record, ids: [id] })
      const timer = setTimeout(
        () => {
          timers.delete(timer)
          lookNow(key)
        },
        Math.max(0, lookedAt + LOOK_MS - Date.now()),
      )
      timers.add(timer)
    },
    stop(): void {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      waiting.clear()
    },
  }
}
