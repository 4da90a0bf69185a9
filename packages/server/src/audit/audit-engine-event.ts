import type { EngineEvent } from '@twinfolder/core'

import type { ServerParts } from '../server-parts.ts'

/** Records what a pass deleted in the remote: nobody was there to see it. */
export async function auditEngineEvent(
  { audit, stores }: Pick<ServerParts, 'audit' | 'stores'>,
  event: EngineEvent,
): Promise<void> {
  if (event.type !== 'opDone' || event.op !== 'deleteRemote') return
  const { linkId, record, subject } = event
  const link = await stores.sync.link(linkId).catch(() => null)
  await audit.record({
    tenantId: link?.user.tenantId ?? record?.tenantId ?? null,
    userId: null,
    action: 'remote.deleted',
    outcome: 'done',
    requestId: null,
    details: { linkId, linkOf: link?.user.userId ?? null, record: record && [record.module, record.id], path: subject },
  })
}
