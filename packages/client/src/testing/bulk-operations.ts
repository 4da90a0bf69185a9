import type { MemoryOperations } from './memory-operations.ts'
import type { MemoryWorld } from './memory-world.ts'
import { refusal } from './refusal.ts'

type BulkOperation =
  | 'preflightBulk'
  | 'startBulk'
  | 'listBulk'
  | 'getBulk'
  | 'listBulkRecords'
  | 'cancelBulk'
  | 'retryBulk'

/** The operations on runs over many records. */
export function bulkOperations(world: MemoryWorld): Pick<MemoryOperations, BulkOperation> {
  return {
    preflightBulk: ({ body }) => world.bulk.preflight(body.segment),
    startBulk({ body }) {
      if (world.connection.state !== 'linked') throw refusal('not_linked')
      return world.bulk.start(body.segment)
    },
    listBulk: ({ query = {} }) => ({ runs: world.bulk.list(query) }),
    getBulk: ({ path }) => world.bulk.get(path.bulkId),
    listBulkRecords({ path, query = {} }) {
      const rows = world.bulk.records(path.bulkId).filter(({ end }) => query.end === undefined || end === query.end)
      const offset = query.offset ?? 0
      return { rows: rows.slice(offset, offset + (query.limit ?? 100)), total: rows.length, offset }
    },
    cancelBulk: ({ path }) => world.bulk.cancel(path.bulkId),
    retryBulk: ({ path }) => world.bulk.retry(path.bulkId),
  }
}
