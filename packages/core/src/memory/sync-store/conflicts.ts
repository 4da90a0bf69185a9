import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { Conflict } from '../../ports/sync-rows.ts'
import { epochMsOf } from '../../state/instant-of.ts'
import { keyText, table } from '../table.ts'

/** Pairs of versions that nobody has decided on. */
export function conflictTable() {
  const conflicts = table<Conflict>((row) => keyText(row.linkId, recordKeyText(row.record), row.fileId, row.copyId))
  const ofRecord = conflicts.index((row) => [recordKeyText(row.record)])
  return {
    rows: conflicts.rows,
    load: conflicts.load,
    put: conflicts.put,
    /** Oldest first. */
    ofRecord: (record: RecordKey): readonly Conflict[] =>
      ofRecord(recordKeyText(record)).toSorted((a, b) => epochMsOf(a.at) - epochMsOf(b.at)),
    /** Removes those that a file is one side of. */
    deleteOf(linkId: string, record: RecordKey, fileId: string): void {
      for (const row of ofRecord(recordKeyText(record))) {
        if (row.linkId !== linkId || (row.fileId !== fileId && row.copyId !== fileId)) continue
        conflicts.delete(keyText(linkId, recordKeyText(record), row.fileId, row.copyId))
      }
    },
  }
}
