import { type RawBuilder, sql } from 'kysely'

import { type RecordKey, recordKeyText } from '@twinfolder/core'

import type { RecordColumns } from './schema/columns.ts'

/** The columns that name a record: for a row, or as a condition with `eb.and(…)`. */
export function recordColumns(record: RecordKey): RecordColumns {
  return { tenant_id: record.tenantId, module: record.module, record_id: record.id }
}

/** Some records as a table `given (tenant_id, module, record_id, place)`, in their order from 1 on. */
export function givenRecords(records: readonly RecordKey[]): RawBuilder<unknown> {
  const column = (valueOf: (record: RecordKey) => string) => sql`${records.map(valueOf)}::text[]`
  return sql`unnest(
      ${column(({ tenantId }) => tenantId)}, ${column(({ module }) => module)}, ${column(({ id }) => id)}
    ) with ordinality as given (tenant_id, module, record_id, place)`
}

/** Gives each record its rows, in the order asked; one that has none has an empty list. */
export function byRecord<Row>(
  records: readonly RecordKey[],
  rows: readonly Row[],
  recordOfRow: (row: Row) => RecordKey | null,
): readonly (readonly Row[])[] {
  const found = new Map<string, Row[]>(records.map((record) => [recordKeyText(record), []]))
  for (const row of rows) {
    const record = recordOfRow(row)
    if (record) found.get(recordKeyText(record))?.push(row)
  }
  return records.map((record) => found.get(recordKeyText(record)) ?? [])
}

/** The record that a row names. */
export function recordOf(row: RecordColumns): RecordKey {
  return { tenantId: row.tenant_id, module: row.module, id: row.record_id }
}
