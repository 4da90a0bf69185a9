import { type RecordKey, recordKeyText } from '../../domain/record-ref.ts'
import type { DirtyKey } from '../../ports/sync-store.ts'
import { dirtyKeyText } from '../../state/dirty-key.ts'
import { keyText, table } from '../table.ts'

/** A dirty key with its link and its place in the order in which keys were marked. */
export interface DirtyRow {
  readonly linkId: string
  readonly key: DirtyKey
  readonly order: number
}

/** What has to be looked at, oldest first. */
export function dirtyTable() {
  const dirty = table<DirtyRow>((row) => keyText(row.linkId, dirtyKeyText(row.key)))
  const ofLink = dirty.index((row) => [row.linkId])
  const ofRecord = dirty.index(({ linkId, key }) =>
    key.record === null ? [] : [keyText(linkId, recordKeyText(key.record))],
  )
  let lastOrder = 0
  return {
    rows: dirty.rows,
    load(rows: readonly DirtyRow[]): void {
      dirty.load(rows)
      lastOrder = rows.at(-1)?.order ?? 0
    },
    /** A key that is dirty already keeps its place. */
    mark(linkId: string, key: DirtyKey): void {
      lastOrder += 1
      dirty.add({ linkId, key, order: lastOrder })
    },
    clear: (linkId: string, key: DirtyKey) => dirty.delete(keyText(linkId, dirtyKeyText(key))),
    list(linkId: string, records: readonly RecordKey[] | null, limit: number): readonly DirtyKey[] {
      const keys = new Set(records?.map((record) => keyText(linkId, recordKeyText(record))))
      const rows = records === null ? ofLink(linkId) : [...keys].flatMap((key) => ofRecord(key)).toSorted(byOrder)
      return rows.slice(0, limit).map((row) => row.key)
    },
  }
}

function byOrder(a: DirtyRow, b: DirtyRow): number {
  return a.order - b.order
}
