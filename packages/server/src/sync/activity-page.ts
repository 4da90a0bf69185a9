import { type ActivityEntry, type Page, epochMsOf } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import type { Wire } from '../http/wire.ts'

/** Stored activity as the protocol sends it: without tenants, links and users' ids. */
export function activityPage({ rows, next }: Page<ActivityEntry>, nowMs: number): Wire<typeof shapes.ActivityPage> {
  return { rows: rows.map((row) => activityRow(row, nowMs)), next }
}

function activityRow(entry: ActivityEntry, nowMs: number): Wire<typeof shapes.Activity> {
  const { id, at, record, fileId, subject, code, direction, actor, details, undo } = entry
  return {
    id,
    at,
    record: record && { module: record.module, id: record.id },
    fileId,
    subject,
    code,
    direction,
    actor: actor.name,
    via: actor.via,
    details: { ...details },
    undo: undo && record && epochMsOf(undo.until) > nowMs ? { until: undo.until } : null,
  }
}
