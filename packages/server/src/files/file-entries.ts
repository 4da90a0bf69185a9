import { type DirtyKey, type FileCopy, type HostFile, type RecordKey, fileSyncOf } from '@twinfolder/core'
import type { shapes } from '@twinfolder/protocol/schema'

import type { Wire } from '../http/wire.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'

type FileEntry = Wire<typeof shapes.FileEntry>
type Parts = Pick<ServerParts, 'settings' | 'provider' | 'stores' | 'transfers'>

/** More dirty keys than this, and every file of the page counts as waiting. */
const DIRTY_LIMIT = 5000

/** Files of a record as rows of the widget, with their state for the current user, in the order given. */
export async function fileEntries(
  parts: Parts,
  session: Session,
  record: RecordKey,
  files: readonly HostFile[],
): Promise<FileEntry[]> {
  const ids = files.map(({ id }) => id)
  const [syncOf, copies] = await Promise.all([
    fileSyncs(parts, session, record, ids),
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
    sync: syncOf(file, index),
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

/** Reads the rows of all files at once; `null` states while the user does not synchronise the record. */
async function fileSyncs(
  { settings, provider, stores: { sync }, transfers }: Parts,
  session: Session,
  record: RecordKey,
  ids: readonly string[],
): Promise<(file: HostFile, index: number) => FileEntry['sync']> {
  const link = await sync.linkOfUser(session, provider.id)
  const enrolment = link && (await sync.enrolment(link.id, record))
  if (!link || !enrolment) return () => null
  const [baselines, problems, marks, conflicts] = await Promise.all([
    sync.baselines(link.id, record, ids),
    sync.problemsByKey(
      link.id,
      ids.map((fileId) => ({ type: 'file', record, fileId })),
    ),
    sync.dirty(link.id, { records: [record], limit: DIRTY_LIMIT }),
    sync.conflicts(record),
  ])
  const dirty = marks.map(({ key }) => key)
  const inConflict = new Set(conflicts.flatMap(({ fileId, copyId }) => [fileId, copyId]))
  const dirtyFiles = new Set(dirty.map((key) => (key.type === 'file' ? key.fileId : null)))
  const dirtyPaths = new Set<string | null>(dirty.map((key) => (key.type === 'path' ? key.pathLower : null)))
  const isAllDirty = dirty.length === DIRTY_LIMIT || dirty.some(isRecord)
  return (file, index) => {
    const baseline = baselines[index] ?? null
    const isDirty = dirtyFiles.has(file.id) || (baseline !== null && dirtyPaths.has(baseline.pathLower))
    return fileSyncOf({
      link,
      enrolment,
      file,
      baseline,
      problem: problems[index] ?? null,
      conflict: inConflict.has(file.id),
      dirty: isAllDirty || isDirty,
      transfer: transfers.transferOf(link.id, record, file.id),
      maxFileBytes: settings.maxFileBytes,
    })
  }
}

function isRecord(key: DirtyKey): boolean {
  return key.type === 'record'
}
