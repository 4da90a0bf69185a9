import { type PathLower, type RemoteId, isAtOrBelow, parentLower } from '../../domain/remote-path.ts'
import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { Enrolment } from '../../ports/sync-rows.ts'

/** Which record a path belongs to. */
export interface EnrolmentIndex {
  /** The enrolled record whose folder is at or above a path. */
  recordAt(path: PathLower): RecordKey | null
  /** The records whose folders are at or below a path. */
  recordsBelow(path: PathLower): readonly RecordKey[]
  isFolderOf(path: PathLower): RecordKey | null
  /** The record that knows a folder by its id, wherever the folder is. */
  holderOf(folderId: RemoteId): RecordKey | null
  has(record: RecordKey): boolean
  isActive(record: RecordKey): boolean
  /** The records that are synchronised now. */
  active(): readonly RecordKey[]
  put(enrolment: Enrolment): void
  /** Takes up what was written about an enrolment that is known. */
  update(record: RecordKey, set: Partial<Enrolment>): void
}

/** An index of a link's enrolments by record and by folder. */
export function enrolmentIndex(enrolments: readonly Enrolment[]): EnrolmentIndex {
  const byRecord = new Map<string, Enrolment>()
  const byFolder = new Map<PathLower, RecordKey>()
  const byFolderId = new Map<RemoteId, RecordKey>()
  const put = (enrolment: Enrolment): void => {
    const old = byRecord.get(recordKeyText(enrolment.record))
    const holder = old?.folderLower ? byFolder.get(old.folderLower) : undefined
    if (old?.folderLower && holder && recordKeyText(holder) === recordKeyText(old.record)) {
      byFolder.delete(old.folderLower)
    }
    if (old?.folderId) byFolderId.delete(old.folderId)
    byRecord.set(recordKeyText(enrolment.record), enrolment)
    if (enrolment.folderId) byFolderId.set(enrolment.folderId, enrolment.record)
    if (enrolment.folderLower) byFolder.set(enrolment.folderLower, enrolment.record)
  }
  for (const enrolment of enrolments) put(enrolment)
  return {
    recordAt(path) {
      for (let at = path; at !== ''; at = parentLower(at)) {
        const record = byFolder.get(at)
        if (record) return record
      }
      return null
    },
    recordsBelow: (path) => [...byFolder].filter(([folder]) => isAtOrBelow(folder, path)).map(([, record]) => record),
    isFolderOf: (path) => byFolder.get(path) ?? null,
    holderOf: (folderId) => byFolderId.get(folderId) ?? null,
    has: (record) => byRecord.has(recordKeyText(record)),
    isActive: (record) => byRecord.get(recordKeyText(record))?.status === 'active',
    active: () => [...byRecord.values()].flatMap(({ status, record }) => (status === 'active' ? [record] : [])),
    put,
    update(record, set) {
      const known = byRecord.get(recordKeyText(record))
      if (known) put({ ...known, ...set })
    },
  }
}
