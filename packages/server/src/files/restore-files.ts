import { type RecordKey, SyncError } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import type { Wire } from '../http/wire.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { filesChanged } from '../sync/files-changed.ts'
import { fileProblemOf } from './file-problem.ts'
import { actorOf } from './upload-file.ts'

/** A deletion is undone soon after: older rows are not looked for. */
const LATEST_ROWS = 500

type AnswerResult = Wire<typeof shapes.AnswerResult>

/**
 * Takes files out of the host's trash under their old ids; one refusal stops no other.
 *
 * @throws SyncError `host_refused` when the module has no trash
 */
export async function restoreFiles(
  parts: Pick<ServerParts, 'settings' | 'files' | 'stores' | 'hub'>,
  session: Session,
  record: RecordKey,
  fileIds: readonly string[],
): Promise<AnswerResult> {
  const { files, settings } = parts
  if (!files.restore || !files.capabilities(record.module).trash) {
    throw new SyncError('host_refused', `Files of ${record.module} have no trash here.`)
  }
  const restored = new Set<string>()
  const failed: AnswerResult['failed'] = []
  for (const fileId of new Set(fileIds)) {
    try {
      await files.restore({ record, id: fileId }, actorOf(session))
      restored.add(fileId)
    } catch (error) {
      failed.push({ id: fileId, code: fileProblemOf(error).code })
    }
  }
  const done = restored.size
  if (done > 0) {
    await endUndo(parts, record, restored)
    const { tenantId, module, id } = record
    settings.log({ level: 'info', event: 'files.restored', tenantId, module, id, files: done, by: session.userId })
    await filesChanged(parts, record)
  }
  return { done, failed }
}

/** What the activity tells of these deletions is undone by that, and is not offered again. */
async function endUndo(
  { stores }: Pick<ServerParts, 'stores'>,
  record: RecordKey,
  fileIds: ReadonlySet<string>,
): Promise<void> {
  const { rows } = await stores.sync.activity(
    { tenantId: record.tenantId, record },
    { before: null, limit: LATEST_ROWS },
  )
  for (const { id, linkId, fileId, undo } of rows) {
    if (undo?.inverse.type !== 'restoreFile' || fileId === null || !fileIds.has(fileId)) continue
    await stores.sync.commitUserRequest(linkId, [{ type: 'endUndo', activityId: id }])
  }
}
