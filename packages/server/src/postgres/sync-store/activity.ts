import type { Insertable, Kysely, Selectable } from 'kysely'

import { type ActivityEntry, type NewActivity, type SyncStore, SyncError } from '@twinfolder/core'

import { distinctRuns } from '../distinct-runs.ts'
import { dateOf, instantFrom } from '../instants.ts'
import { recordColumns } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import type { ActivityTable } from '../schema/sync-state.ts'
import type { WritesOf } from './commit.ts'

/** What users see of what happened, newest first. */
export function readActivity(db: Kysely<Schema>): Pick<SyncStore, 'activity' | 'activityEntry' | 'countActivity'> {
  return {
    async activity(of, { before, limit }) {
      const { record, linkId, fileId } = of
      let query = db.selectFrom('activity').selectAll().where('tenant_id', '=', of.tenantId)
      if (linkId !== undefined) query = query.where('link_id', '=', linkId)
      if (record !== undefined) query = query.where((eb) => eb.and(recordColumns(record)))
      if (fileId !== undefined) query = query.where('file_id', '=', fileId)
      if (before !== null) query = query.where('position', '<', positionOf(before))
      const rows = await query
        .orderBy('position', 'desc')
        .limit(limit + 1)
        .execute()
      const page = rows.slice(0, limit).map(entryOf)
      return { rows: page, next: rows.length > limit ? (page.at(-1)?.position ?? null) : null }
    },
    async activityEntry(tenantId, id) {
      const find = db
        .selectFrom('activity')
        .selectAll()
        .where((eb) => eb.and({ id, tenant_id: tenantId }))
      const row = await find.executeTakeFirst()
      return row === undefined ? null : entryOf(row)
    },
    async countActivity(linkId, code, since) {
      const { rows } = await db
        .selectFrom('activity')
        .select((eb) => eb.fn.countAll().as('rows'))
        .where((eb) => eb.and({ link_id: linkId, code }))
        .where('at', '>=', dateOf(since))
        .executeTakeFirstOrThrow()
      return Number(rows)
    },
  }
}

/** Adds rows in the order of the writes. */
export async function appendActivity(db: Kysely<Schema>, writes: WritesOf<'appendActivity'>): Promise<void> {
  for (const run of distinctRuns(writes, ({ activity }) => activity.id)) {
    await db
      .insertInto('activity')
      .values(run.map(({ activity }) => rowOf(activity)))
      .execute()
  }
}

/** What these rows tell can no longer be undone. */
export async function endUndos(db: Kysely<Schema>, writes: WritesOf<'endUndo'>): Promise<void> {
  const ids = writes.map(({ activityId }) => activityId)
  if (ids.length > 0) await db.updateTable('activity').set({ undo: null }).where('id', 'in', ids).execute()
}

function positionOf(text: string): number {
  const position = Number(text)
  if (Number.isSafeInteger(position)) return position
  throw new SyncError('unexpected', `"${text}" is no position in the activity.`)
}

function rowOf(activity: NewActivity): Insertable<ActivityTable> {
  return {
    id: activity.id,
    at: dateOf(activity.at),
    tenant_id: activity.tenantId,
    link_id: activity.linkId,
    module: activity.record?.module ?? null,
    record_id: activity.record?.id ?? null,
    file_id: activity.fileId,
    subject: activity.subject,
    code: activity.code,
    direction: activity.direction,
    actor: JSON.stringify(activity.actor),
    details: JSON.stringify(activity.details),
    undo: activity.undo && JSON.stringify(activity.undo),
  }
}

function entryOf(row: Selectable<ActivityTable>): ActivityEntry {
  const { tenant_id, module, record_id } = row
  return {
    position: String(row.position),
    id: row.id,
    at: instantFrom(row.at),
    tenantId: tenant_id,
    linkId: row.link_id,
    record: module === null || record_id === null ? null : { tenantId: tenant_id, module, id: record_id },
    fileId: row.file_id,
    subject: row.subject,
    code: row.code,
    direction: row.direction,
    actor: row.actor,
    details: row.details,
    undo: row.undo,
  }
}
