import type { RecordKey } from '@twinfolder/core'
import type { ErrorCode } from '@twinfolder/protocol'

import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { filesChanged } from '../sync/files-changed.ts'
import { fileProblemOf } from './file-problem.ts'
import { actorOf } from './upload-file.ts'

/** Deletes files in the host, each only at the version that the user saw; one refusal stops no other. */
export async function deleteFiles(
  parts: Pick<ServerParts, 'settings' | 'files' | 'stores' | 'hub'>,
  session: Session,
  record: RecordKey,
  wanted: readonly { readonly id: string; readonly version: string }[],
): Promise<{ deleted: string[]; failed: { id: string; code: ErrorCode }[] }> {
  const deleted: string[] = []
  const failed: { id: string; code: ErrorCode }[] = []
  for (const { id, version } of wanted) {
    try {
      await parts.files.remove({ record, id, expectedVersion: version }, actorOf(session))
      deleted.push(id)
    } catch (error) {
      failed.push({ id, code: fileProblemOf(error).code })
    }
  }
  if (deleted.length > 0) {
    const { tenantId, module, id } = record
    const files = deleted.length
    parts.settings.log({ level: 'info', event: 'files.deleted', tenantId, module, id, files, by: session.userId })
    await filesChanged(parts, record)
  }
  return { deleted, failed }
}
