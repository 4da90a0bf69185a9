import type { ConflictChoice, RecordKey } from '@twinfolder/core'

import { actorOf } from '../files/upload-file.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { filesChanged } from '../sync/files-changed.ts'

/** Decides a conflict in the host (S4); every link of the record then looks again. @throws SyncError as the engine does */
export async function resolveConflict(
  parts: Pick<ServerParts, 'settings' | 'files' | 'stores' | 'engine' | 'hub'>,
  session: Session,
  record: RecordKey,
  { fileId, copyId, keep }: { readonly fileId: string; readonly copyId: string; readonly keep: ConflictChoice },
): Promise<void> {
  await parts.engine.resolveConflict({ record, fileId, copyId }, keep, actorOf(session))
  await filesChanged(parts, record)
  const { tenantId, module, id } = record
  parts.settings.log({ level: 'info', event: 'conflict.resolved', tenantId, module, id, keep, by: session.userId })
}
