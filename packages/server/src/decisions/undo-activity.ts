import { type ActivityEntry, type RecordKey, recordKeyText } from '@twinfolder/core'

import { actorOf } from '../files/upload-file.ts'
import { problem } from '../http/problem.ts'
import type { Session } from '../options.ts'
import { requireWrite } from '../rights/record-rights.ts'
import type { ServerParts } from '../server-parts.ts'
import { filesChanged } from '../sync/files-changed.ts'
import { requestPass } from '../sync/request-pass.ts'

/**
 * Undoes what a row of a record's activity tells. Whoever may read the record may have a file put back into their own remote;
 * all else changes the record's files and needs the right to write. Nobody undoes in somebody else's remote.
 *
 * @throws HttpProblem `not_found` for a row of another record, `forbidden`; SyncError as the engine does
 */
export async function undoActivity(
  parts: Pick<ServerParts, 'settings' | 'provider' | 'records' | 'files' | 'stores' | 'engine' | 'hub'>,
  session: Session,
  record: RecordKey,
  activityId: string,
): Promise<void> {
  const { settings, stores, engine } = parts
  const { tenantId, module, id } = record
  const entry = await stores.sync.activityEntry(tenantId, activityId)
  if (!entry?.record || recordKeyText(entry.record) !== recordKeyText(record)) {
    throw problem('not_found', 'The record has no such row of activity.')
  }
  await requireRights(parts, session, record, entry)
  await engine.undo({ tenantId, id: activityId }, actorOf(session))
  await requestPass(parts, entry.linkId, record)
  await filesChanged(parts, record)
  settings.log({ level: 'info', event: 'activity.undone', tenantId, module, id, code: entry.code, by: session.userId })
}

async function requireRights(
  { records, provider, stores }: Pick<ServerParts, 'records' | 'provider' | 'stores'>,
  session: Session,
  record: RecordKey,
  { undo, linkId }: ActivityEntry,
): Promise<void> {
  const inverse = undo?.inverse.type ?? null
  if (inverse !== null && inverse !== 'putBack') await requireWrite(records, session, record)
  if (inverse !== 'putBack' && inverse !== 'restoreRemote') return
  const own = await stores.sync.linkOfUser(session, provider.id)
  if (own?.id !== linkId) throw problem('forbidden', "Only its owner undoes what happened in somebody's own Dropbox.")
}
