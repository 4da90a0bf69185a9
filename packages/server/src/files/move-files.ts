import { type RecordKey, SyncError } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import type { Wire } from '../http/wire.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { filesChanged } from '../sync/files-changed.ts'
import { fileProblemOf } from './file-problem.ts'
import { requireDepth, requireFolder } from './names.ts'
import { actorOf } from './upload-file.ts'

type AnswerResult = Wire<typeof shapes.AnswerResult>

/**
 * Moves files into a folder of their record, each at the version that the user saw; one refusal stops no other. The folder is made
 * where it is missing, and a name that is taken there is refused: nothing is renamed by moving it.
 */
export async function moveFiles(
  parts: Pick<ServerParts, 'files' | 'stores' | 'hub'>,
  session: Session,
  record: RecordKey,
  wanted: {
    readonly files: readonly { readonly id: string; readonly version: string }[]
    readonly folder: readonly string[]
  },
): Promise<AnswerResult> {
  const { files } = parts
  const capabilities = files.capabilities(record.module)
  if (!files.move || !capabilities.move) {
    throw new SyncError('host_refused', `Files of ${record.module} are not moved here.`)
  }
  const folder = requireFolder(wanted.folder)
  requireDepth(folder, capabilities)
  const failed: AnswerResult['failed'] = []
  let done = 0
  for (const { id, version } of wanted.files) {
    try {
      await files.move({ record, id, expectedVersion: version }, folder, actorOf(session), { ifTaken: 'refuse' })
      done += 1
    } catch (error) {
      failed.push({ id, code: fileProblemOf(error).code })
    }
  }
  if (done > 0) await filesChanged(parts, record)
  return { done, failed }
}
