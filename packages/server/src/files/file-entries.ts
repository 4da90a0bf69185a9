import type { FileCopy, HostFile, RecordKey } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import type { Wire } from '../http/wire.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { fileSyncs } from './file-syncs.ts'

type FileEntry = Wire<typeof shapes.FileEntry>
type Parts = Pick<ServerParts, 'settings' | 'provider' | 'stores' | 'transfers'>

/** Files of a record as rows of the widget, with their state for the current user, in the order given. */
export async function fileEntries(
  parts: Parts,
  session: Session,
  record: RecordKey,
  files: readonly HostFile[],
): Promise<FileEntry[]> {
  const ids = files.map(({ id }) => id)
  const [states, copies] = await Promise.all([
    fileSyncs(parts, session, record).then((syncs) => syncs?.of(files)),
    parts.stores.sync.copies(record, ids),
  ])
  const namesOf = copyNames(copies)
  return files.map((file, index) => ({
    kind: 'file',
    id: file.id,
    name: file.name,
    folder: [...file.folder],
    sizeBytes: file.sizeBytes,
    mediaType: file.mediaType,
    version: file.version,
    updatedAt: file.updatedAt,
    updatedBy: file.updatedBy.name === '' ? null : file.updatedBy.name,
    via: file.updatedBy.via,
    sync: states?.[index] ?? null,
    copies: [...(namesOf.get(file.id) ?? [])],
  }))
}

/** First names of those who have a copy, by file. */
function copyNames(copies: readonly FileCopy[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>()
  for (const { fileId, status, firstName } of copies) {
    if (status === 'on') names.set(fileId, [...(names.get(fileId) ?? []), firstName])
  }
  return names
}
