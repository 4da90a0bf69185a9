import type { RecordKey } from '../../domain/record-ref.ts'
import type { Enrolment, StoreWrite } from '../../ports/sync-store.ts'
import { instantOf } from '../../state/instant-of.ts'
import { syncErrorClasses } from '../../sync-error.ts'
import type { Settings } from '../pass.ts'

/** Enrols a record, or takes it up again, and marks it to be looked at as a whole. Idempotent (P26, P27). */
export async function enrolRecord(
  { store, clock }: Settings,
  linkId: string,
  record: RecordKey,
  enrolledBy: string,
): Promise<void> {
  const known = await store.enrolment(linkId, record)
  const problems = await store.problems(linkId, record)
  const writes: StoreWrite[] = [
    // A person who presses does not wait for the next attempt (S14).
    ...problems
      .filter(({ code }) => syncErrorClasses[code] === 'retry-later')
      .map(({ key }): StoreWrite => ({ type: 'deleteProblem', key })),
    { type: 'markDirty', key: { type: 'record', record } },
  ]
  const next = known ? resumed(known) : newEnrolment(linkId, record, enrolledBy, instantOf(clock.now()))
  if (next !== known) writes.unshift({ type: 'putEnrolment', enrolment: next })
  await store.commitUserRequest(linkId, writes)
}

/** A folder that the user removed is made anew; one that was only stopped is where it was (S10, S19). */
function resumed(enrolment: Enrolment): Enrolment {
  switch (enrolment.status) {
    case 'active':
      return enrolment
    case 'folderMissing':
      return { ...enrolment, status: 'active', folderId: null, folder: null, folderLower: null, lastNameWeSet: null }
    case 'paused':
    case 'stopped':
    case 'orphaned':
      return { ...enrolment, status: 'active' }
  }
}

function newEnrolment(
  linkId: string,
  record: RecordKey,
  enrolledBy: string,
  enrolledAt: Enrolment['enrolledAt'],
): Enrolment {
  return {
    linkId,
    record,
    status: 'active',
    direction: 'both',
    folderId: null,
    folder: null,
    folderLower: null,
    lastNameWeSet: null,
    enrolledBy,
    enrolledAt,
    lastSettledAt: null,
  }
}
