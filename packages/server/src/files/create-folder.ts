import type { RecordKey } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import { problem } from '../http/problem.ts'
import type { Wire } from '../http/wire.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { filesChanged } from '../sync/files-changed.ts'
import { requireDepth, requireFolder } from './names.ts'
import { actorOf } from './upload-file.ts'

/** Makes an empty folder, where the host has them. @throws HttpProblem `name_invalid`, `upload_unsupported` */
export async function createFolder(
  parts: Pick<ServerParts, 'files' | 'stores' | 'hub'>,
  session: Session,
  record: RecordKey,
  wanted: readonly string[],
): Promise<Wire<typeof shapes.FolderEntry>> {
  const { files } = parts
  const folder = requireFolder(wanted)
  const name = folder.at(-1)
  if (name === undefined) throw problem('name_invalid', 'The root of a record is there already.')
  const capabilities = files.capabilities(record.module)
  if (!capabilities.emptyFolders || !files.createFolder) {
    throw problem('upload_unsupported', 'The CRM has no empty folders. A folder comes with its first file.')
  }
  requireDepth(folder, capabilities)
  await files.createFolder(record, folder, actorOf(session))
  await filesChanged(parts, record)
  return { kind: 'folder', name, folder: folder.slice(0, -1), fileCount: null }
}
