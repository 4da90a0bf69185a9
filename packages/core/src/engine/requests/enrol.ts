import type { RecordKey } from '../../domain/record-ref.ts'
import type { Enrolment } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import { instantOf } from '../../state/instant-of.ts'
import { syncErrorClasses } from '../../sync-error.ts'
import { newEnrolment } from '../2-record/new-enrolment.ts'
import type { Settings } from '../pass.ts'

/** Enrols records, or takes them up again, and marks them to be looked at as a whole. Idempotent (P26, P27). */
export async function enrolRecords(
  { store, clock }: Settings,
  linkId: string,
  records: readonly RecordKey[],
  enrolledBy: string,
): Promise<void> {
  const at = instantOf(clock.now())
  const [enrolments, problems] = await Promise.all([
    store.enrolmentsByRecord(linkId, records),
    store.problemsByRecord(linkId, records),
  ])
  const writes = records.flatMap((record, index): StoreWrite[] => {
    const known = enrolments[index]
    return [
      known
        ? { type: 'updateEnrolment', record, set: resumed(known) }
        : { type: 'putEnrolment', enrolment: newEnrolment(linkId, record, enrolledBy, at) },
      // A person who presses does not wait for the next attempt (S14).
      ...(problems[index] ?? [])
        .filter(({ code }) => syncErrorClasses[code] === 'retry-later')
        .map(({ key }): StoreWrite => ({ type: 'deleteProblem', key })),
      { type: 'markDirty', key: { type: 'record', record } },
    ]
  })
  if (writes.length > 0) await store.commitUserRequest(linkId, writes)
}

/** A folder that the user removed is made anew; a record that was stopped is compared with what it had (S10, S19). */
function resumed({ status }: Enrolment): Partial<Enrolment> {
  switch (status) {
    case 'active':
      return {}
    case 'folderMissing':
      return { status: 'active', folderId: null, folder: null, folderLower: null, lastNameWeSet: null }
    case 'paused':
      return { status: 'active' }
    case 'stopped':
    case 'orphaned':
      return { status: 'active', resuming: true }
  }
}
