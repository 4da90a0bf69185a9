import { type RecordKey, syncErrorClasses } from '@twinfolder/core'

import type { StoredBulkRecord, StoredBulkRun } from '../ports/bulk-store.ts'
import type { ServerParts } from '../server-parts.ts'

const PAGE = 500

/** The records of a run that another run may bring further: what failed, and what was skipped for a passing reason. */
export async function retryableRecords(
  { stores }: Pick<ServerParts, 'stores'>,
  run: StoredBulkRun,
): Promise<readonly RecordKey[]> {
  const found: StoredBulkRecord[] = []
  for (const end of ['failed', 'skipped'] as const) {
    for (let offset = 0; ; offset += PAGE) {
      const { rows } = await stores.bulk.records(run.id, { end, offset, limit: PAGE })
      found.push(
        ...rows.filter(({ code }) => end === 'failed' || code === null || syncErrorClasses[code] !== 'blocked'),
      )
      if (rows.length < PAGE) break
    }
  }
  return found.map(({ record }) => ({ tenantId: run.user.tenantId, module: record.module, id: record.id }))
}
