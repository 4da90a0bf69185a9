import type { RecordKey } from '../domain/record-ref.ts'
import type { DirtyKey, DirtyMark, Problem } from '../ports/sync-rows.ts'
import type { StoreWrite } from '../ports/sync-store.ts'
import { dirtyKeyText } from '../state/dirty-key.ts'
import type { MirrorFile } from './3-plan/cell.ts'

/** Marks a file of the host to be looked at. */
export function markFile(record: RecordKey, fileId: string): StoreWrite {
  return { type: 'markDirty', key: { type: 'file', record, fileId } }
}

/** Marks a path of the remote to be looked at. */
export function markPath(record: RecordKey, { pathLower }: Pick<MirrorFile, 'pathLower'>): StoreWrite {
  return { type: 'markDirty', key: { type: 'path', record, pathLower } }
}

/** Ends what a cell was dirty or in trouble for. */
export function settle(cell: {
  readonly keys: readonly DirtyMark[]
  readonly problems: readonly Problem[]
}): StoreWrite[] {
  return [...clearKeys(cell.keys), ...cell.problems.map(({ key }): StoreWrite => ({ type: 'deleteProblem', key }))]
}

/** A path that a file was just bound to is nothing by itself any more. */
export function settlePath(record: RecordKey, { pathLower }: Pick<MirrorFile, 'pathLower'>): StoreWrite[] {
  const keys: readonly DirtyKey[] = [
    { type: 'path', record, pathLower },
    { type: 'path', record: null, pathLower },
  ]
  return keys.flatMap((key): StoreWrite[] => [
    { type: 'clearDirty', key, mark: null },
    { type: 'deleteProblem', key },
  ])
}

/** Takes keys off the list of what to look at, unless they were marked again since they were read. */
export function clearKeys(keys: readonly DirtyMark[]): StoreWrite[] {
  const unique = new Map(keys.map((mark) => [dirtyKeyText(mark.key), mark]))
  return [...unique.values()].map(({ key, mark }) => ({ type: 'clearDirty', key, mark }))
}
