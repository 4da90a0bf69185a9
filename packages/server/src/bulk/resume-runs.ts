import type { StoredBulkRun } from '../ports/bulk-store.ts'
import { type WorkRequest, workPriority } from '../ports/work-queue.ts'
import type { ServerParts } from '../server-parts.ts'

const PAGE = 5000

/**
 * Asks again for what still waits of a link's bulk runs: a process that died between noting a run and asking for its records, or a queue
 * that was lost, leaves no run without an end. What is wanted already stays as it is.
 */
export async function resumeRuns({ stores }: Pick<ServerParts, 'stores'>, linkId: string): Promise<void> {
  for (const run of await stores.bulk.running(linkId)) await resumeRun({ stores }, run)
}

async function resumeRun({ stores }: Pick<ServerParts, 'stores'>, run: StoredBulkRun): Promise<void> {
  for (let offset = 0; offset < run.total; offset += PAGE) {
    const { rows } = await stores.bulk.records(run.id, { end: null, offset, limit: PAGE })
    const requests = rows.flatMap(({ record, end }): WorkRequest[] =>
      end === null
        ? [
            {
              linkId: run.linkId,
              record: { tenantId: run.user.tenantId, ...record },
              priority: workPriority.bulk,
              bulkId: run.id,
              since: run.startedAt,
            },
          ]
        : [],
    )
    if (requests.length > 0) await stores.work.request(requests)
  }
}
