import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { DirtyKey, DirtyMark } from '../../ports/sync-rows.ts'
import { dirtyKeyText } from '../../state/dirty-key.ts'
import { keyText, table } from '../table.ts'

/** A dirty key with its link, its place in the order in which keys came, and its last mark. */
export interface DirtyRow extends DirtyMark {
  readonly linkId: string
  readonly order: number
}

/** What has to be looked at, oldest first. */
export function dirtyTable() {
  const dirty = table<DirtyRow>((row) => keyText(row.linkId, dirtyKeyText(row.key)))
  const ofLink = dirty.index((row) => [row.linkId])
  const ofRecord = dirty.index(({ linkId, key }) =>
    key.record === null ? [] : [keyText(linkId, recordKeyText(key.record))],
  )
  let lastMark = 0
  const rowOf = (linkId: string, key: DirtyKey): DirtyRow | null => dirty.get(keyText(linkId, dirtyKeyText(key)))
  return {
    rows: dirty.rows,
    load(rows: readonly DirtyRow[]): void {
      dirty.load(rows)
      lastMark = Math.max(lastMark, ...rows.map(({ mark }) => mark))
    },
    /** A key that is dirty already keeps its place and gets a new mark. */
    mark(linkId: string, key: DirtyKey): void {
      lastMark += 1
      dirty.put({ linkId, key, order: rowOf(linkId, key)?.order ?? lastMark, mark: lastMark })
    },
    /** Takes a key off unless it was marked again since. */
    clear(linkId: string, key: DirtyKey, mark: number | null): void {
      const row = rowOf(linkId, key)
      if (row && (mark === null || row.mark <= mark)) dirty.delete(keyText(linkId, dirtyKeyText(key)))
    },
    /** Oldest first, without those of records that are left out. */
    list(
      linkId: string,
      of: { readonly records: readonly RecordKey[] | null; readonly limit: number },
      isLeftOut: (record: RecordKey) => boolean,
    ): readonly DirtyRow[] {
      const keys = new Set(of.records?.map((record) => keyText(linkId, recordKeyText(record))))
      const rows = of.records === null ? ofLink(linkId) : [...keys].flatMap((key) => ofRecord(key)).toSorted(byOrder)
      const found: DirtyRow[] = []
      for (const row of rows) {
        if (found.length >= of.limit) break
        if (row.key.record === null || !isLeftOut(row.key.record)) found.push(row)
      }
      return found
    },
    ofLink,
    ofRecord: (linkId: string, record: RecordKey) => ofRecord(keyText(linkId, recordKeyText(record))),
  }
}

function byOrder(a: DirtyRow, b: DirtyRow): number {
  return a.order - b.order
}
