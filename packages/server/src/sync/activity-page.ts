import { type ActivityEntry, type Page, type SyncStore, epochMsOf } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import { problem } from '../http/problem.ts'
import type { Wire } from '../http/wire.ts'
import type { ServerParts } from '../server-parts.ts'

/**
 * A page of activity as the protocol sends it: without tenants, links and users' ids.
 *
 * @throws HttpProblem `bad_request` for a `before` that no page gave
 */
export async function readActivity(
  { settings, stores }: Pick<ServerParts, 'settings' | 'stores'>,
  of: Parameters<SyncStore['activity']>[0],
  { before = null, limit }: { readonly before?: string | null | undefined; readonly limit: number },
): Promise<Wire<typeof shapes.ActivityPage>> {
  if (before !== null && !/^\d{1,15}$/.test(before)) throw problem('bad_request', 'before: no page ended there.')
  return activityPage(await stores.sync.activity(of, { before, limit }), settings.clock.now())
}

function activityPage({ rows, next }: Page<ActivityEntry>, nowMs: number): Wire<typeof shapes.ActivityPage> {
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
