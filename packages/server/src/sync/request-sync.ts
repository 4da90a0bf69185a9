import type { RecordKey } from '@twinfolder/core'

import { requireLink } from '../link/require-link.ts'
import type { Session } from '../options.ts'
import { workPriority } from '../ports/work-queue.ts'
import type { ServerParts } from '../server-parts.ts'

/** The button: enrols the record for the user's link and asks for a pass (P26, P27). */
export async function requestSync(
  parts: Pick<ServerParts, 'settings' | 'provider' | 'stores' | 'engine' | 'hub'>,
  session: Session,
  record: RecordKey,
): Promise<void> {
  const { settings, stores, engine, hub } = parts
  const link = await requireLink(parts, session)
  await engine.enrol(link.id, record, session.userId)
  await stores.work.request([{ linkId: link.id, record, priority: workPriority.person }])
  const { tenantId, module, id } = record
  hub.publish({ tenantId, userId: session.userId }, { type: 'record', record: { module, id } })
  settings.log({ level: 'info', event: 'record.enrolled', tenantId, module, id, by: session.userId })
}
