import { instantOf } from '../../state/instant-of.ts'
import { GUARD_WINDOW_MS, deletionLimit } from '../3-plan/guard.ts'
import type { PlanOp } from '../3-plan/plan-op.ts'
import type { Pass } from '../pass.ts'

/**
 * Turns the deletions of a plan into questions when, with those of the last hour, they are more than a quarter of what is bound
 * (S15). The window counts and not the pass, so a slow mass deletion is held as well (C117).
 */
export async function holdDeletions(pass: Pass, ops: readonly PlanOp[]): Promise<readonly PlanOp[]> {
  const planned = ops.filter((op) => op.type === 'deleteRemote' && !op.confirmed).length
  if (planned === 0) return ops
  const { store, link, clock } = pass
  const since = instantOf(clock.now() - GUARD_WINDOW_MS)
  const [done, bound] = await Promise.all([
    store.countActivity(link.id, 'deletedInRemote', since),
    store.countBound(link.id),
  ])
  if (done + planned <= deletionLimit(bound + done)) return ops
  return ops.map((op) => {
    if (op.type !== 'deleteRemote' || op.confirmed) return op
    const { view, cell, baseline } = op
    return { type: 'hold', view, cell, baseline }
  })
}
