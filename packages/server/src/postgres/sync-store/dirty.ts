import type { Kysely } from 'kysely'

import type { DirtyKey, SyncStore } from '@twinfolder/core'

import { distinctRuns } from '../distinct-runs.ts'
import type { Schema } from '../schema/schema.ts'
import type { WritesOf } from './commit.ts'
import { dirtyKeyColumns, dirtyKeyText, isKey } from './dirty-keys.ts'

/** What has to be looked at, oldest first. */
export function readDirty(db: Kysely<Schema>): Pick<SyncStore, 'dirty'> {
  return {
    async dirty(linkId, { records, limit }) {
      if (records?.length === 0) return []
      let query = db.selectFrom('dirty').select('key').where('link_id', '=', linkId).orderBy('marked').limit(limit)
      if (records !== null) {
        query = query.where((eb) =>
          eb(
            eb.refTuple('tenant_id', 'module', 'record_id'),
            'in',
            records.map((record) => eb.tuple(record.tenantId, record.module, record.id)),
          ),
        )
      }
      return (await query.execute()).map((row) => row.key)
    },
  }
}

/** Marks and clears. What a key's last write says counts; a key that is dirty already keeps its place, a cleared one not. */
export async function writeDirty(
  db: Kysely<Schema>,
  linkId: string,
  writes: WritesOf<'markDirty' | 'clearDirty'>,
): Promise<void> {
  const marked = new Map<string, DirtyKey>()
  const cleared = new Set<string>()
  for (const { type, key } of writes) {
    const text = dirtyKeyText(key)
    if (type === 'clearDirty') {
      marked.delete(text)
      cleared.add(text)
    } else if (!marked.has(text)) {
      marked.set(text, key)
    }
  }
  if (cleared.size > 0) {
    await db
      .deleteFrom('dirty')
      .where('link_id', '=', linkId)
      .where(isKey([...cleared]))
      .execute()
  }
  for (const run of distinctRuns([...marked.values()], dirtyKeyText)) {
    await db
      .insertInto('dirty')
      .values(run.map((key) => ({ link_id: linkId, ...dirtyKeyColumns(key) })))
      .onConflict((conflict) => conflict.columns(['link_id', 'key_digest']).doNothing())
      .execute()
  }
}
