import type { RecordKey } from '@twinfolder/core'

import { workPriority } from '../ports/work-queue.ts'
import type { ServerParts } from '../server-parts.ts'

/**
 * A record's files, name or rights changed in the host: every link that synchronises it looks again, and every browser of
 * the tenant that shows it hears of it. A host without a change feed has the whole record compared.
 */
export async function filesChanged(
  { files, stores, hub }: Pick<ServerParts, 'files' | 'stores' | 'hub'>,
  record: RecordKey,
  change: { readonly whole: boolean } = { whole: false },
): Promise<void> {
  const whole = change.whole || files.capabilities(record.module).changes === 'list'
  const enrolments = (await stores.sync.enrolmentsOfRecord(record)).filter(({ status }) => status !== 'stopped')
  for (const { linkId } of enrolments) {
    if (whole) await stores.sync.commitUserRequest(linkId, [{ type: 'markDirty', key: { type: 'record', record } }])
  }
  await stores.work.request(enrolments.map(({ linkId }) => ({ linkId, record, priority: workPriority.person })))
  const { module, id } = record
  hub.publish({ tenantId: record.tenantId, userId: null }, { type: 'record', record: { module, id } })
}
