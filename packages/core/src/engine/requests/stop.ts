import type { RecordKey } from '../../domain/record-ref.ts'
import type { Actor } from '../../ports/host-files.ts'
import type { Settings } from '../pass.ts'
import { requestActivity, requireLink } from './request-activity.ts'

/** Stops a record for a link: both sides keep their files, and what was bound is remembered (S19). */
export async function stopRecord(settings: Settings, linkId: string, record: RecordKey, actor: Actor): Promise<void> {
  const { store } = settings
  const link = await requireLink(settings, linkId)
  const enrolment = await store.enrolment(linkId, record)
  if (!enrolment || enrolment.status === 'stopped') return
  await store.commitUserRequest(linkId, [
    { type: 'updateEnrolment', record, set: { status: 'stopped', resuming: true } },
    { type: 'markDirty', key: { type: 'record', record } },
    requestActivity(settings, link, {
      record,
      subject: enrolment.lastNameWeSet ?? record.id,
      code: 'stopped',
      direction: null,
      actor,
    }),
  ])
}
