import { type Kysely, sql } from 'kysely'

import type { DirtyKey, SyncStore } from '@twinfolder/core'

import { distinctRuns } from '../distinct-runs.ts'
import { givenRecords } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import type { WritesOf } from './commit.ts'
import { dirtyKeyText } from './dirty-keys.ts'

/** What has to be looked at, oldest first; keys of paused records wait (S19). */
export function readDirty(db: Kysely<Schema>): Pick<SyncStore, 'dirty' | 'areDirty'> {
  return {
    async dirty(linkId, { records, limit }) {
      if (records?.length === 0) return []
      let query = db
        .selectFrom('dirty')
        .select(['key', 'mark'])
        .where('link_id', '=', linkId)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('enrolment')
                .select('enrolment.status')
                .whereRef('enrolment.tenant_id', '=', 'dirty.tenant_id')
                .whereRef('enrolment.module', '=', 'dirty.module')
                .whereRef('enrolment.record_id', '=', 'dirty.record_id')
                .whereRef('enrolment.link_id', '=', 'dirty.link_id')
                .where('enrolment.status', '=', 'paused'),
            ),
          ),
        )
        .orderBy('marked')
        .limit(limit)
      if (records !== null) {
        query = query.where((eb) =>
          eb(
            eb.refTuple('tenant_id', 'module', 'record_id'),
            'in',
            records.map((record) => eb.tuple(record.tenantId, record.module, record.id)),
          ),
        )
      }
      return (await query.execute()).map(({ key, mark }) => ({ key, mark: Number(mark) }))
    },
    async areDirty(linkId, records) {
      if (records.length === 0) return []
      const { rows } = await sql<{ readonly is_dirty: boolean }>`
        select exists (
          select from dirty where dirty.link_id = ${linkId} and dirty.tenant_id = given.tenant_id
            and dirty.module = given.module and dirty.record_id = given.record_id
        ) and not exists (
          select from enrolment where enrolment.tenant_id = given.tenant_id and enrolment.module = given.module
            and enrolment.record_id = given.record_id and enrolment.link_id = ${linkId} and enrolment.status = 'paused'
        ) as is_dirty from ${givenRecords(records)} order by place`.execute(db)
      return rows.map(({ is_dirty }) => is_dirty)
    },
  }
}

/** What the writes of one commit come to for a key: it is cleared up to a mark, then marked. */
interface KeyChange {
  readonly key: DirtyKey
  /** `null`: not cleared; `Infinity`: whatever its mark. */
  readonly clearedTo: number | null
  readonly isMarked: boolean
}

/** Marks and clears. A key that is dirty already keeps its place and gets a new mark; a cleared one loses its place. */
export async function writeDirty(
  db: Kysely<Schema>,
  linkId: string,
  writes: WritesOf<'markDirty' | 'clearDirty'>,
): Promise<void> {
  const changes = new Map<string, KeyChange>()
  for (const write of writes) {
    const text = dirtyKeyText(write.key)
    const change = changed(changes.get(text), write)
    if (change.isMarked && !changes.get(text)?.isMarked) changes.delete(text) // its place is where it was marked
    changes.set(text, change)
  }
  await clearKeys(db, linkId, changes)
  const marked = [...changes].filter(([, { isMarked }]) => isMarked)
  for (const run of distinctRuns(marked, ([text]) => text)) {
    const column = (valueOf: (key: DirtyKey, text: string) => string | null) =>
      sql`${run.map(([text, { key }]) => valueOf(key, text))}::text[]`
    // A parameter for each column: with one for each value, making the statement costs more than carrying it out.
    await db
      .insertInto('dirty')
      .columns(['link_id', 'key_text', 'key', 'tenant_id', 'module', 'record_id'])
      .expression(
        sql`select ${linkId}, key_text, key::jsonb, tenant_id, module, record_id
          from unnest(
            ${column((_, text) => text)}, ${column((key) => JSON.stringify(key))},
            ${column(({ record }) => record?.tenantId ?? null)}, ${column(({ record }) => record?.module ?? null)},
            ${column(({ record }) => record?.id ?? null)}
          ) as given (key_text, key, tenant_id, module, record_id)`,
      )
      .onConflict((conflict) =>
        conflict.columns(['link_id', 'key_digest']).doUpdateSet({ mark: sql<number>`nextval('dirty_mark')` }),
      )
      .execute()
  }
}

function changed(
  { clearedTo = null, isMarked = false }: Partial<KeyChange> = {},
  write: WritesOf<'markDirty' | 'clearDirty'>[number],
): KeyChange {
  const { key } = write
  if (write.type === 'markDirty') return { key, clearedTo, isMarked: true }
  if (write.mark === null) return { key, clearedTo: Infinity, isMarked: false }
  // What this commit marks has a greater mark than anything that could be read before.
  if (isMarked) return { key, clearedTo, isMarked }
  return { key, clearedTo: Math.max(clearedTo ?? 0, write.mark), isMarked }
}

async function clearKeys(db: Kysely<Schema>, linkId: string, changes: ReadonlyMap<string, KeyChange>): Promise<void> {
  const texts: string[] = []
  const marks: number[] = []
  for (const [text, { clearedTo }] of changes) {
    if (clearedTo === null) continue
    texts.push(text)
    marks.push(Math.min(clearedTo, Number.MAX_SAFE_INTEGER))
  }
  if (texts.length === 0) return
  await sql`delete from dirty using unnest(${texts}::text[], ${marks}::bigint[]) as cleared (text, mark)
    where dirty.link_id = ${linkId} and dirty.key_digest = md5(cleared.text) and dirty.mark <= cleared.mark`.execute(db)
}
