import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { PathLower } from '../../domain/remote-path.ts'
import type { Enrolment, FolderMap, ModuleFolder } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import { keyText, table } from '../table.ts'

/** Which records each link synchronises. */
export function enrolmentTable() {
  const enrolments = table<Enrolment>((row) => keyText(row.linkId, recordKeyText(row.record)))
  const ofLink = enrolments.index((row) => [row.linkId])
  const ofRecord = enrolments.index((row) => [recordKeyText(row.record)])
  return {
    rows: enrolments.rows,
    load: enrolments.load,
    put: enrolments.put,
    get: (linkId: string, record: RecordKey) => enrolments.get(keyText(linkId, recordKeyText(record))),
    ofLink,
    /** Sets some fields of an enrolment that is there and has the status, if one is asked for. */
    update(linkId: string, { record, set, ifStatus }: Extract<StoreWrite, { readonly type: 'updateEnrolment' }>): void {
      const row = enrolments.get(keyText(linkId, recordKeyText(record)))
      if (row && (ifStatus === undefined || row.status === ifStatus)) enrolments.put({ ...row, ...set })
    },
    ofRecord: (record: RecordKey) => ofRecord(recordKeyText(record)),
  }
}

/** The module folders of each link. */
export function moduleFolderTable() {
  const folders = table<ModuleFolder>((row) => keyText(row.linkId, row.module))
  const ofLink = folders.index((row) => [row.linkId])
  return { rows: folders.rows, load: folders.load, put: folders.put, ofLink }
}

/** The folders inside records. */
export function folderMapTable() {
  const keyOf = (linkId: string, record: RecordKey, path: PathLower): string =>
    keyText(linkId, recordKeyText(record), path)
  const maps = table<FolderMap>((row) => keyOf(row.linkId, row.record, row.pathLower))
  const ofRecord = maps.index((row) => [keyText(row.linkId, recordKeyText(row.record))])
  return {
    rows: maps.rows,
    load: maps.load,
    put: maps.put,
    delete: (linkId: string, record: RecordKey, path: PathLower) => maps.delete(keyOf(linkId, record, path)),
    ofRecord: (linkId: string, record: RecordKey) => ofRecord(keyText(linkId, recordKeyText(record))),
  }
}
