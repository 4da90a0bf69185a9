import { GUARD_WINDOW_MS, deletionLimit } from '../../domain/guard-limits.ts'
import { instantOf } from '../../state/instant-of.ts'
import type { Pass } from '../pass.ts'
import { deletionsAhead } from './deletions-ahead.ts'
import type { PlanOp } from './plan-op.ts'

/**
 * Turns the deletions of a plan into questions when, with those of the last hour and those that are still to be planned, they are more
 * than a quarter of what is bound (S15). The window counts and not the pass, so a slow mass deletion is held as well (C117), and what was
 * asked about in that hour counts like what was done: the end of a mass deletion is not less of a question than its beginning.
 *
 * @param isAll whether the plan is of everything that is dirty
 */
export async function holdDeletions(pass: Pass, ops: readonly PlanOp[], isAll: boolean): Promise<readonly PlanOp[]> {
  const planned = ops.filter((op) => op.type === 'deleteRemote' && !op.confirmed).length
  if (planned === 0) return ops
  const { store, link, clock } = pass
  const since = instantOf(clock.now() - GUARD_WINDOW_MS)
  const [done, asked, bound] = await Promise.all([
    store.countActivity(link.id, 'deletedInRemote', since),
    store.countActivity(link.id, 'deletionHeld', since),
    store.countBound(link.id),
  ])
  const free = deletionLimit(bound + done) - done - asked
  if (planned <= free && (isAll || pass.hasCountedDeletions || (await deletionsAhead(pass, free)) <= free)) {
    pass.hasCountedDeletions ||= !isAll
    return ops
  }
  return ops.map((op) => {
    if (op.type !== 'deleteRemote' || op.confirmed) return op
    const { view, cell, baseline } = op
    return { type: 'hold', view, cell, baseline }
  })
}
