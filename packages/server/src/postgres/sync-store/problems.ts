import { type Insertable, type Kysely, type Selectable, sql } from 'kysely'

import type { Problem, RecordKey, SyncStore } from '@twinfolder/core'

import { distinctRuns } from '../distinct-runs.ts'
import { dateOf, instantFrom } from '../instants.ts'
import { byRecord, givenRecords, recordColumns, recordOf } from '../record-columns.ts'
import type { Schema } from '../schema/schema.ts'
import type { ProblemTable } from '../schema/sync-state.ts'
import type { WritesOf } from './commit.ts'
import { dirtyKeyColumns, dirtyKeyText, isKey } from './dirty-keys.ts'

type ProblemReads = Pick<SyncStore, 'problems' | 'problemsByRecord' | 'problemsByKey' | 'dueProblems'>

/** Why things are not synchronised. */
export function readProblems(db: Kysely<Schema>): ProblemReads {
  const find = (linkId: string) => db.selectFrom('problem').selectAll().where('link_id', '=', linkId)
  return {
    async problems(linkId, record) {
      const query = find(linkId).orderBy('subject').orderBy('key_digest')
      const ofRecord =
        record === null
          ? query.where((eb) => eb.and([eb('tenant_id', 'is', null), eb('record_id', 'is', null)]))
          : query.where((eb) => eb.and(recordColumns(record)))
      return (await ofRecord.execute()).map(problemOf)
    },
    async problemsByRecord(linkId, records) {
      if (records.length === 0) return []
      const { rows } = await sql<Selectable<ProblemTable>>`
        select problem.* from ${givenRecords(records)} join problem using (tenant_id, module, record_id)
        where problem.link_id = ${linkId} order by problem.subject, problem.key_digest`.execute(db)
      return byRecord(records, rows.map(problemOf), ({ record }) => record)
    },
    async problemsByKey(linkId, keys) {
      if (keys.length === 0) return []
      const texts = keys.map(dirtyKeyText)
      const rows = await find(linkId).where(isKey(texts)).execute()
      const byText = new Map(rows.map((row) => [row.key_text, problemOf(row)]))
      return texts.map((text) => byText.get(text) ?? null)
    },
    async dueProblems(linkId, now, limit) {
      const rows = await find(linkId).where('retry_at', '<=', dateOf(now)).orderBy('retry_at').limit(limit).execute()
      return rows.map(problemOf)
    },
  }
}

/** Puts and deletes problems; what a key's last write says counts. */
export async function writeProblems(
  db: Kysely<Schema>,
  linkId: string,
  writes: WritesOf<'putProblem' | 'deleteProblem'>,
): Promise<void> {
  const last = new Map<string, Problem | null>()
  for (const write of writes) {
    if (write.type === 'putProblem') last.set(dirtyKeyText(write.problem.key), write.problem)
    else last.set(dirtyKeyText(write.key), null)
  }
  const gone = [...last].flatMap(([text, problem]) => (problem === null ? [text] : []))
  if (gone.length > 0) await db.deleteFrom('problem').where('link_id', '=', linkId).where(isKey(gone)).execute()
  const there = [...last.values()].filter((problem) => problem !== null)
  for (const run of distinctRuns(there, ({ key }) => dirtyKeyText(key))) {
    await db
      .insertInto('problem')
      .values(run.map(rowOf))
      .onConflict((conflict) =>
        conflict.columns(['link_id', 'key_digest']).doUpdateSet((eb) => ({
          tenant_id: eb.ref('excluded.tenant_id'),
          module: eb.ref('excluded.module'),
          record_id: eb.ref('excluded.record_id'),
          code: eb.ref('excluded.code'),
          subject: eb.ref('excluded.subject'),
          attempts: eb.ref('excluded.attempts'),
          retry_at: eb.ref('excluded.retry_at'),
          input: eb.ref('excluded.input'),
        })),
      )
      .execute()
  }
}

/** A problem is shown at its own record, which may be set where the key's is not. */
function rowOf(problem: Problem): Insertable<ProblemTable> {
  const { key_text, key } = dirtyKeyColumns(problem.key)
  return {
    link_id: problem.linkId,
    key_text,
    key,
    ...(problem.record === null ? noRecord : recordColumns(problem.record)),
    code: problem.code,
    subject: problem.subject,
    attempts: problem.attempts,
    retry_at: dateOf(problem.retryAt),
    input: problem.input,
  }
}

const noRecord = { tenant_id: null, module: null, record_id: null }

function problemOf(row: Selectable<ProblemTable>): Problem {
  return {
    linkId: row.link_id,
    record: recordOrNull(row),
    key: row.key,
    code: row.code,
    subject: row.subject,
    attempts: row.attempts,
    retryAt: instantFrom(row.retry_at),
    input: row.input,
  }
}

function recordOrNull({ tenant_id, module, record_id }: Selectable<ProblemTable>): RecordKey | null {
  if (tenant_id === null || module === null || record_id === null) return null
  return recordOf({ tenant_id, module, record_id })
}
