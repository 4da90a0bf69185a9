import { type HostFile, type RecordKey, SyncError } from '@twinfolder/core'

import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { filesChanged } from '../sync/files-changed.ts'
import { fileProblemOf } from './file-problem.ts'
import { requireName } from './names.ts'
import { actorOf } from './upload-file.ts'

type Parts = Pick<ServerParts, 'files' | 'stores' | 'hub'>

/**
 * Gives a file another name, at the version that the user saw.
 *
 * @throws HttpProblem `name_invalid`, `name_taken`, `version_conflict`, `file_unknown`
 */
export async function renameFile(
  parts: Parts,
  session: Session,
  record: RecordKey,
  { id, version, name }: { readonly id: string; readonly version: string; readonly name: string },
): Promise<HostFile> {
  const { files } = parts
  if (!files.rename || !files.capabilities(record.module).rename) {
    throw new SyncError('host_refused', `Files of ${record.module} are not renamed here.`)
  }
  const file = { record, id, expectedVersion: version }
  const renamed = await files
    .rename(file, requireName(name), actorOf(session), { ifTaken: 'refuse' })
    .catch(rethrowOfFile)
  await filesChanged(parts, record)
  return renamed
}

/**
 * Makes the contents of an old version the present ones.
 *
 * @throws HttpProblem `version_conflict`, `file_unknown`, `not_found` for a version that is not kept
 */
export async function restoreVersion(
  parts: Parts,
  session: Session,
  record: RecordKey,
  { id, version, expectedVersion }: { readonly id: string; readonly version: string; readonly expectedVersion: string },
): Promise<HostFile> {
  const { files } = parts
  if (!files.restoreVersion || !files.capabilities(record.module).versions) {
    throw new SyncError('host_refused', `Files of ${record.module} have no old versions here.`)
  }
  const [present] = await files.get(record, [id]).catch(rethrowOfFile)
  if (!present) throw fileProblemOf(new SyncError('not_found', 'The file is gone.'))
  const restored = await files.restoreVersion({ record, id, expectedVersion }, version, actorOf(session))
  await filesChanged(parts, record)
  return restored
}

function rethrowOfFile(error: unknown): never {
  throw fileProblemOf(error)
}
