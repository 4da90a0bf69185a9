import type { HostFile, HostFileVersion, RecordKey } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import { problem } from '../http/problem.ts'
import type { Wire } from '../http/wire.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { fileEntries } from './file-entries.ts'

type FileDetails = Wire<typeof shapes.FileDetails>
type Parts = Pick<ServerParts, 'settings' | 'provider' | 'stores' | 'transfers' | 'files'>

/** How far back a file's history is looked at. */
export const KNOWN_VERSIONS = 1000
const TOLD_VERSIONS = 100

/** One file with all that is known of it. @throws HttpProblem `file_unknown` */
export async function fileDetails(
  parts: Parts,
  session: Session,
  record: RecordKey,
  fileId: string,
): Promise<FileDetails> {
  const [file] = await parts.files.get(record, [fileId])
  if (!file) throw problem('file_unknown', 'The file is gone.')
  const [[entry], history, copies] = await Promise.all([
    fileEntries(parts, session, record, [file]),
    parts.files.history?.({ record, id: fileId }, { limit: KNOWN_VERSIONS }) ?? null,
    copiesOf(parts, session, record, fileId),
  ])
  if (!entry) throw problem('file_unknown', 'The file is gone.')
  return {
    file: entry,
    contentHash: file.contentHash,
    createdAt: history?.createdAt ?? null,
    createdBy: history?.createdBy?.name || null,
    versions: versionsOf(file, history?.versions ?? []),
    copies,
  }
}

/**
 * Versions as a person counts them: a file that was only renamed or moved has the same contents still. Each is told with its newest
 * id, and with who saved these contents.
 */
function versionsOf(file: HostFile, history: readonly HostFileVersion[]): FileDetails['versions'] {
  const runs: { newest: HostFileVersion; oldest: HostFileVersion }[] = []
  for (const version of history.length > 0 ? history : [file]) {
    const last = runs.at(-1)
    if (last && last.oldest.contentHash !== null && last.oldest.contentHash === version.contentHash) {
      last.oldest = version
    } else runs.push({ newest: version, oldest: version })
  }
  return runs.slice(0, TOLD_VERSIONS).map(({ newest, oldest }, at) => ({
    version: newest.version,
    sizeBytes: newest.sizeBytes,
    updatedAt: oldest.updatedAt,
    updatedBy: oldest.updatedBy.name || null,
    via: oldest.updatedBy.via,
    isCurrent: at === 0,
  }))
}

/** Who has the file in their Dropbox. Of others only their first names are told, and only while they have it. */
async function copiesOf(
  { provider, stores: { sync }, settings }: Parts,
  session: Session,
  record: RecordKey,
  fileId: string,
): Promise<FileDetails['copies']> {
  const link = await sync.linkOfUser(session, provider.id)
  const [baseline] = link ? await sync.baselines(link.id, record, [fileId]) : []
  const copies = await sync.copies(record, [fileId])
  return copies.flatMap(({ linkId, firstName, status }): FileDetails['copies'] => {
    if (!link || linkId !== link.id) {
      return status === 'on' ? [{ firstName, isMine: false, path: null, url: null, state: 'present' }] : []
    }
    if (!baseline) return []
    const folder = baseline.path.slice(0, baseline.path.lastIndexOf('/'))
    const url = settings.remoteFolderUrl?.(folder, link) ?? null
    return [{ firstName, isMine: true, path: baseline.path, url, state: ownStates[status] }]
  })
}

const ownStates = { on: 'present', detached: 'removed', putBack: 'removed', suspended: 'left' } as const
