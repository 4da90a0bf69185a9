import type { Instant } from '../../domain/instant.ts'
import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { Page } from '../../ports/sync-store.ts'
import type { ActivityCode, ActivityEntry, NewActivity } from '../../state/activity.ts'
import { epochMsOf } from '../../state/instant-of.ts'
import { keyText, table } from '../table.ts'

/** Which rows of the activity are asked for. */
export interface ActivityQuery {
  readonly tenantId: string
  readonly linkId?: string | undefined
  readonly record?: RecordKey | undefined
  readonly fileId?: string | undefined
}

/** What users see of what happened: rows are only ever added. A position is the number of the row. */
export function activityLog() {
  const entries = table<ActivityEntry>((entry) => entry.position)
  const ofTenant = entries.index((entry) => [entry.tenantId])
  const ofLink = entries.index((entry) => [entry.linkId])
  const ofRecord = entries.index((entry) => (entry.record === null ? [] : [recordKeyText(entry.record)]))
  const byId = entries.index((entry) => [entry.id])
  const ofLinkAndCode = entries.index((entry) => [keyText(entry.linkId, entry.code)])
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
    /** What a row tells can no longer be undone. */
    endUndo(activityId: string): void {
      for (const entry of byId(activityId)) entries.put({ ...entry, undo: null })
    },
    get: (tenantId: string, id: string): ActivityEntry | null =>
      byId(id).find((entry) => entry.tenantId === tenantId) ?? null,
    /** How many rows of a code a link has since an instant. */
    count(linkId: string, code: ActivityCode, since: Instant): number {
      const start = epochMsOf(since)
      return ofLinkAndCode(keyText(linkId, code)).filter(({ at }) => epochMsOf(at) >= start).length
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
  if (of.fileId !== undefined && entry.fileId !== of.fileId) return false
  return entry.tenantId === of.tenantId && (of.linkId === undefined || entry.linkId === of.linkId)
}
