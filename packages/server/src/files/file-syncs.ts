import {
  type DirtyMark,
  type Enrolment,
  type FileSync,
  type HostFile,
  type Link,
  type RecordKey,
  fileSyncOf,
} from '@twinfolder/core'

import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'

/** More dirty keys than this, and every file of the record counts as waiting. */
const DIRTY_LIMIT = 5000

/** What is known of a record for one link; its files are looked up as they are asked for. */
export interface FileSyncs {
  readonly link: Link
  readonly enrolment: Enrolment
  /** What is to be looked at again. */
  readonly dirty: readonly DirtyMark['key'][]
  /** Whether all files wait, as the record is looked at as a whole. */
  readonly isAllDirty: boolean
  /** Files that are one of two versions. */
  readonly inConflict: ReadonlySet<string>
  /** The states of files, in the order given. */
  of(files: readonly HostFile[]): Promise<FileSync[]>
}

/** The states of a record's files; `null` while the user does not synchronise the record. */
export async function fileSyncs(
  {
    settings,
    provider,
    stores: { sync },
    transfers,
  }: Pick<ServerParts, 'settings' | 'provider' | 'stores' | 'transfers'>,
  session: Session,
  record: RecordKey,
): Promise<FileSyncs | null> {
  const link = await sync.linkOfUser(session, provider.id)
  const enrolment = link && (await sync.enrolment(link.id, record))
  if (!link || !enrolment) return null
  const [marks, conflicts] = await Promise.all([
    sync.dirty(link.id, { records: [record], limit: DIRTY_LIMIT }),
    sync.conflicts(record),
  ])
  const dirty = marks.map(({ key }) => key)
  const inConflict = new Set(conflicts.flatMap(({ fileId, copyId }) => [fileId, copyId]))
  const dirtyFiles = new Set(dirty.map((key) => (key.type === 'file' ? key.fileId : null)))
  const dirtyPaths = new Set<string | null>(dirty.map((key) => (key.type === 'path' ? key.pathLower : null)))
  const isAllDirty = dirty.length === DIRTY_LIMIT || dirty.some(({ type }) => type === 'record')
  return {
    link,
    enrolment,
    dirty,
    isAllDirty,
    inConflict,
    async of(files) {
      const ids = files.map(({ id }) => id)
      const [baselines, problems] = await Promise.all([
        sync.baselines(link.id, record, ids),
        sync.problemsByKey(
          link.id,
          ids.map((fileId) => ({ type: 'file', record, fileId })),
        ),
      ])
      return files.map((file, index) => {
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
      })
    },
  }
}
