import { recordKeyText } from '../../domain/record-ref.ts'
import type { DirtyMark } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import { epochMsOf } from '../../state/instant-of.ts'
import type { RecordView } from '../3-plan/cell.ts'
import type { Pass } from '../pass.ts'

/**
 * Where the host does not tell which file an upload became, a new file of the host may be one that an attempt with a lost reply made:
 * what waits for another attempt is tried before that file is taken for somebody's own (C75).
 *
 * @returns whether there is something to try first
 */
export async function takeUpWaiting(
  pass: Pass,
  views: ReadonlyMap<string, RecordView>,
  marks: readonly DirtyMark[],
): Promise<boolean> {
  const writes: StoreWrite[] = []
  for (const view of views.values()) {
    if (view.capabilities.createdId || !(await hasNewFile(pass, view, marks))) continue
    for (const problem of await pass.store.problems(pass.link.id, view.record)) {
      const { code, retryAt, input, key } = problem
      const isWaiting = retryAt !== null && epochMsOf(retryAt) > pass.clock.now() && input !== ''
      if (code !== 'host_unavailable' || !isWaiting || key.type === 'record') continue
      writes.push({ type: 'putProblem', problem: { ...problem, input: '' } }, { type: 'markDirty', key })
    }
  }
  if (writes.length > 0) await pass.commit(writes)
  return writes.length > 0
}

async function hasNewFile(
  { store, link }: Pass,
  { record }: RecordView,
  marks: readonly DirtyMark[],
): Promise<boolean> {
  const text = recordKeyText(record)
  const ids = marks.flatMap(({ key }) =>
    key.type === 'file' && recordKeyText(key.record) === text ? [key.fileId] : [],
  )
  if (ids.length === 0) return false
  return (await store.baselines(link.id, record, ids)).includes(null)
}
