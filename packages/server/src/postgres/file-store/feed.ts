import type { Kysely } from 'kysely'

import { type HostChange, type HostChangePage, SyncError } from '@twinfolder/core'

import { recordColumns, recordOf } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'

const PAGE_ROWS = 500

/**
 * Takes the next positions of a tenant's feed, and with them the tenant's turn: whoever writes holds the row until the end of
 * the transaction. So positions become visible in their order, and a reader that has seen one never misses a smaller one.
 *
 * @returns the last of them
 */
export async function takeTurn(db: Kysely<Schema>, tenantId: string, positions = 1): Promise<number> {
  const { position } = await db
    .insertInto('host_feed_head')
    .values({ tenant_id: tenantId, position: positions })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet((eb) => ({ position: eb('host_feed_head.position', '+', positions) })),
    )
    .returning('position')
    .executeTakeFirstOrThrow()
  return Number(position)
}

/** Writes changes, the last of them at this position. */
export async function appendChanges(
  db: Kysely<Schema>,
  position: number,
  changes: readonly HostChange[],
): Promise<void> {
  const first = position - changes.length + 1
  const rows = changes.map(({ record, type, fileId }, at) => ({
    ...recordColumns(record),
    position: first + at,
    type,
    file_id: fileId,
  }))
  if (rows.length > 0) await db.insertInto('host_feed').values(rows).execute()
}

/** Changes after a position, in order; `null` asks for the present position only. */
export async function changesAfter(
  db: Kysely<Schema>,
  tenantId: string,
  position: string | null,
): Promise<HostChangePage> {
  if (position === null) {
    const head = db.selectFrom('host_feed_head').select('position').where('tenant_id', '=', tenantId)
    return { changes: [], position: String((await head.executeTakeFirst())?.position ?? 0), hasMore: false }
  }
  const rows = await db
    .selectFrom('host_feed')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('position', '>', positionOf(position))
    .orderBy('position')
    .limit(PAGE_ROWS + 1)
    .execute()
  const page = rows.slice(0, PAGE_ROWS)
  return {
    changes: page.map((row) => ({ type: row.type, record: recordOf(row), fileId: row.file_id })),
    position: String(page.at(-1)?.position ?? position),
    hasMore: rows.length > PAGE_ROWS,
  }
}

function positionOf(text: string): number {
  const position = Number(text)
  if (Number.isSafeInteger(position) && position >= 0) return position
  throw new SyncError('unexpected', `"${text}" is no position in the feed.`)
}
