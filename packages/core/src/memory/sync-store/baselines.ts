import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { PathLower, RemoteId } from '../../domain/remote-path.ts'
import type { Baseline } from '../../ports/sync-rows.ts'
import { keyText, pathAndParents, table } from '../table.ts'

/** What both sides held after the last finished pass, by link, record and file. */
export function baselineTable() {
  const baselines = table<Baseline>((row) => baselineKey(row.linkId, row.record, row.fileId))
  const ofRecord = baselines.index((row) => [keyText(row.linkId, recordKeyText(row.record))])
  const ofFile = baselines.index((row) => [keyText(recordKeyText(row.record), row.fileId)])
  const onAtPath = baselines.index((row) => (row.status === 'on' ? [keyText(row.linkId, row.pathLower)] : []))
  const below = baselines.index((row) => pathAndParents(row.pathLower).map((path) => keyText(row.linkId, path)))
  const onOf = baselines.index((row) => (row.status === 'on' ? [row.linkId] : []))
  const undecided = baselines.index((row) =>
    row.status === 'detached' || row.deletion !== null ? [keyText(row.linkId, recordKeyText(row.record))] : [],
  )
  const ofRemoteId = baselines.index((row) => [keyText(row.linkId, row.remoteId)])

  return {
    rows: baselines.rows,
    load: baselines.load,
    put: baselines.put,
    delete: (linkId: string, record: RecordKey, fileId: string) =>
      baselines.delete(baselineKey(linkId, record, fileId)),
    byKey: baselines.get,
    get: (linkId: string, record: RecordKey, fileId: string) => baselines.get(baselineKey(linkId, record, fileId)),
    ofRecord: (linkId: string, record: RecordKey) => ofRecord(keyText(linkId, recordKeyText(record))),
    undecided: (linkId: string, record: RecordKey) => undecided(keyText(linkId, recordKeyText(record))),
    /** Of one file, over all links. */
    ofFile: (record: RecordKey, fileId: string) => ofFile(keyText(recordKeyText(record), fileId)),
    onAt: (linkId: string, path: PathLower): Baseline | null => onAtPath(keyText(linkId, path))[0] ?? null,
    below: (linkId: string, root: PathLower) => below(keyText(linkId, root)),
    countOn: (linkId: string): number => onOf(linkId).length,
    ofRemoteId: (linkId: string, id: RemoteId) => ofRemoteId(keyText(linkId, id)),
  }
}

/** The key of a baseline: link, record and file. */
export function baselineKey(linkId: string, record: RecordKey, fileId: string): string {
  return keyText(linkId, recordKeyText(record), fileId)
}
