import type { RecordKey } from '../../domain/record-ref.ts'
import type { PathLower } from '../../domain/remote-path.ts'
import type { Baseline } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import { SyncError } from '../../sync-error.ts'
import { baselineKey, type baselineTable } from './baselines.ts'

/**
 * Plays a commit through without applying it: after each write a path has at most one baseline that is `on`.
 * @throws SyncError `unexpected`
 */
export function assertPathsFree(
  baselines: ReturnType<typeof baselineTable>,
  linkId: string,
  writes: readonly StoreWrite[],
): void {
  if (!writes.some(({ type }) => type === 'putBaseline')) return
  const rows = overlay((key: string) => baselines.byKey(key))
  const holders = overlay((path: PathLower) => keyOf(baselines.onAt(linkId, path)))
  const put = (record: RecordKey, fileId: string, row: Baseline | null): void => {
    const key = baselineKey(linkId, record, fileId)
    const old = rows.get(key)
    if (old?.status === 'on') holders.set(old.pathLower, null)
    rows.set(key, row)
    if (row?.status === 'on') hold(key, row.pathLower)
  }
  const hold = (key: string, path: PathLower): void => {
    const holder = holders.get(path)
    if (holder !== null && holder !== key) {
      throw new SyncError('unexpected', `Two files of link "${linkId}" would be bound to ${path}.`)
    }
    holders.set(path, key)
  }
  for (const write of writes) {
    if (write.type === 'putBaseline') put(write.baseline.record, write.baseline.fileId, write.baseline)
    if (write.type === 'deleteBaseline') put(write.record, write.fileId, null)
  }
}

/** Values that are read through until they are set. */
function overlay<Key, Value>(read: (key: Key) => Value) {
  const written = new Map<Key, { readonly value: Value }>()
  return {
    get(key: Key): Value {
      const known = written.get(key)
      return known === undefined ? read(key) : known.value
    },
    set: (key: Key, value: Value): void => void written.set(key, { value }),
  }
}

function keyOf(row: Baseline | null): string | null {
  return row === null ? null : baselineKey(row.linkId, row.record, row.fileId)
}
