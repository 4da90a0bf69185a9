import type { Activity, ActivityPage, RecordRef } from '@twinfolder/protocol'

/** A row of which only what matters is given. */
export type MemoryActivity = Partial<Activity> & Pick<Activity, 'code' | 'subject'>

/** What happened, newest first. */
export interface ActivityLog {
  add(row: MemoryActivity): void
  byId(id: string): Activity | null
  /** It was undone, and cannot be again. */
  endUndo(id: string): void
  page(
    query:
      | {
          readonly before?: string | undefined
          readonly limit?: number | undefined
          readonly fileId?: string | undefined
        }
      | undefined,
    of?: RecordRef,
  ): ActivityPage
}

/** Makes an {@link ActivityLog}. */
export function activityLog(now: () => string): ActivityLog {
  const rows: Activity[] = []
  return {
    add(row) {
      rows.push({
        id: `activity-${rows.length + 1}`,
        at: now(),
        record: null,
        fileId: null,
        direction: null,
        actor: 'Sofie',
        via: 'host',
        details: {},
        undo: null,
        ...row,
      })
    },
    byId: (id) => rows.find((row) => row.id === id) ?? null,
    endUndo(id) {
      const at = rows.findIndex((row) => row.id === id)
      const row = rows[at]
      if (row) rows[at] = { ...row, undo: null }
    },
    page({ before, limit = 100, fileId } = {}, of) {
      const newestFirst = rows.toReversed()
      const ofRecord = of
        ? newestFirst.filter(({ record }) => record?.module === of.module && record.id === of.id)
        : newestFirst
      const all = fileId === undefined ? ofRecord : ofRecord.filter((row) => row.fileId === fileId)
      const start = before === undefined ? 0 : all.findIndex(({ id }) => id === before) + 1
      const page = all.slice(start, start + limit)
      return { rows: page, next: start + limit < all.length ? (page.at(-1)?.id ?? null) : null }
    },
  }
}
