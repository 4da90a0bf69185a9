import type { shapes } from '@twinfolder/protocol/schema'

import { problem } from '../http/problem.ts'
import type { Wire } from '../http/wire.ts'
import type { Session } from '../options.ts'
import type { StoredBulkRun } from '../ports/bulk-store.ts'
import type { ServerParts } from '../server-parts.ts'

/** A run of the current user. @throws HttpProblem `bulk_unknown` for anybody else's */
export async function ownRun(
  { stores }: Pick<ServerParts, 'stores'>,
  session: Session,
  bulkId: string,
): Promise<StoredBulkRun> {
  const run = await stores.bulk.get(bulkId)
  if (run?.user.tenantId !== session.tenantId || run.user.userId !== session.userId) {
    throw problem('bulk_unknown', 'There is no such run.')
  }
  return run
}

/** A run as the protocol sends it. */
export function runView({
  id,
  module,
  state,
  total,
  ends,
  startedAt,
  endedAt,
  retryOf,
}: StoredBulkRun): Wire<typeof shapes.BulkRun> {
  return { id, module, state, total, ends: { ...ends }, startedAt, endedAt, retryOf }
}
