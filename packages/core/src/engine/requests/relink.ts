import type { Enrolment } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import type { Settings } from '../pass.ts'

/** Takes a link up again: each record is compared as a whole, and no deletion follows from what happened meanwhile (S18). */
export async function relinkLink({ store }: Settings, linkId: string): Promise<void> {
  const enrolments = await store.enrolments(linkId)
  await store.commitUserRequest(linkId, [
    { type: 'updateLink', set: { status: 'active', hold: null, blockedUntil: null } },
    ...enrolments.flatMap(compareAnew),
  ])
}

/** What is stored is old, e.g. out of a backup: everything is compared again, and nothing is deleted unasked (C91). */
export async function distrust({ store }: Settings, linkId: string): Promise<void> {
  const enrolments = await store.enrolments(linkId)
  await store.commitUserRequest(linkId, enrolments.flatMap(compareAnew))
}

function compareAnew({ record, status }: Enrolment): readonly StoreWrite[] {
  if (status !== 'active' && status !== 'paused') return []
  return [
    { type: 'updateEnrolment', record, set: { resuming: true } },
    { type: 'markDirty', key: { type: 'record', record } },
  ]
}
