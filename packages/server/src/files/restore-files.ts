import { type RecordKey, SyncError, asSyncError } from '@twinfolder/core'
import type { ErrorCode } from '@twinfolder/protocol'

import { problemOf } from '../http/problem-of.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { filesChanged } from '../sync/files-changed.ts'
import { actorOf } from './upload-file.ts'

/**
 * Takes files out of the host's trash; one refusal stops no other. The next pass brings them back to the remotes (C112).
 *
 * @throws SyncError `host_refused` for a host without a trash
 */
export async function restoreFiles(
  parts: Pick<ServerParts, 'settings' | 'files' | 'stores' | 'hub'>,
  session: Session,
  record: RecordKey,
  fileIds: readonly string[],
): Promise<{ done: number; failed: { id: string; code: ErrorCode }[] }> {
  const { files, settings } = parts
  if (!files.restore || !files.capabilities(record.module).trash) {
    throw new SyncError('host_refused', 'This host has no trash to take a file out of.')
  }
  const failed: { id: string; code: ErrorCode }[] = []
  for (const id of fileIds) {
    try {
      await files.restore({ record, id }, actorOf(session))
    } catch (error) {
      const { code } = asSyncError(error)
      failed.push({ id, code: code === 'not_found' ? 'file_unknown' : problemOf(error).code })
    }
  }
  const done = fileIds.length - failed.length
  if (done > 0) {
    const { tenantId, module, id } = record
    settings.log({ level: 'info', event: 'files.restored', tenantId, module, id, files: done, by: session.userId })
    await filesChanged(parts, record)
  }
  return { done, failed }
}
