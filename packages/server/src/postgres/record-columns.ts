import type { RecordKey } from '@twinfolder/core'

import type { RecordColumns } from './schema/columns.ts'

/** The columns that name a record: for a row, or as a condition with `eb.and(…)`. */
export function recordColumns(record: RecordKey): RecordColumns {
  return { tenant_id: record.tenantId, module: record.module, record_id: record.id }
}

/** The record that a row names. */
export function recordOf(row: RecordColumns): RecordKey {
  return { tenantId: row.tenant_id, module: row.module, id: row.record_id }
}
