import type { RecordKey } from '../../domain/record-ref.ts'
import type { Enrolment } from '../../ports/sync-rows.ts'

/** A record that a link starts to synchronise; it has no folder yet. */
export function newEnrolment(
  linkId: string,
  record: RecordKey,
  enrolledBy: string,
  enrolledAt: Enrolment['enrolledAt'],
): Enrolment {
  return {
    linkId,
    record,
    status: 'active',
    resuming: false,
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
