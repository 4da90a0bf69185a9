import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { Page } from '../../ports/sync-store.ts'
import type { ActivityEntry, NewActivity } from '../../state/activity.ts'
import { table } from '../table.ts'

/** Which rows of the activity are asked for. */
export interface ActivityQuery {
  readonly tenantId: string
  readonly linkId?: string | undefined
  readonly record?: RecordKey | undefined
}

/** What users see of what happened: rows are only ever added. A position is the number of the row. */
export function activityLog() {
  const entries = table<ActivityEntry>((entry) => entry.position)
  const ofTenant = entries.index((entry) => [entry.tenantId])
  const ofLink = entries.index((entry) => [entry.linkId])
  const ofRecord = entries.index((entry) => (entry.record === null ? [] : [recordKeyText(entry.record)]))
  let last = 0
  return {
    rows: entries.rows,
    load(rows: readonly ActivityEntry[]): void {
      entries.load(rows)
      last = Number(rows.at(-1)?.position ?? 0)
    },
    append(activity: NewActivity): void {
      last += 1
      entries.put({ ...activity, position: String(last) })
    },
    page(of: ActivityQuery, page: { readonly before: string | null; readonly limit: number }): Page<ActivityEntry> {
      const narrowest = of.record
        ? ofRecord(recordKeyText(of.record))
        : of.linkId
          ? ofLink(of.linkId)
          : ofTenant(of.tenantId)
      const before = page.before === null ? Infinity : Number(page.before)
      const older = narrowest.filter((entry) => Number(entry.position) < before && isAsked(entry, of)).toReversed()
      const rows = older.slice(0, page.limit)
      return { rows, next: rows.length < older.length ? (rows.at(-1)?.position ?? null) : null }
    },
  }
}

function isAsked(entry: ActivityEntry, of: ActivityQuery): boolean {
  return entry.tenantId === of.tenantId && (of.linkId === undefined || entry.linkId === of.linkId)
}
