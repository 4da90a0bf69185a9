import type { RecordKey } from '../../domain/record-ref.ts'
import type { Actor } from '../../ports/host-files.ts'
import type { Link } from '../../ports/sync-rows.ts'
import type { StoreWrite } from '../../ports/sync-store.ts'
import type { Settings } from '../pass.ts'
import { requestActivity, requireLink } from './request-activity.ts'

/** Pauses a record, or the link: what happens is noted, and nothing follows from it for now (S19). */
export async function pause(settings: Settings, linkId: string, record: RecordKey | null, actor: Actor): Promise<void> {
  const link = await requireLink(settings, linkId)
  if (!(await isIn(settings, link, record, ['active', 'held']))) return
  const change: StoreWrite = record
    ? { type: 'updateEnrolment', record, set: { status: 'paused' }, ifStatus: 'active' }
    : { type: 'updateLink', set: { status: 'paused' } }
  await settings.store.commitUserRequest(linkId, [change, await told(settings, link, record, 'paused', actor)])
}

/** Ends a pause: what was noted meanwhile is dealt with by the next pass. A question that is open stays open. */
export async function resume(
  settings: Settings,
  linkId: string,
  record: RecordKey | null,
  actor: Actor,
): Promise<void> {
  const link = await requireLink(settings, linkId)
  if (!(await isIn(settings, link, record, ['paused']))) return
  const change: StoreWrite = record
    ? { type: 'updateEnrolment', record, set: { status: 'active' }, ifStatus: 'paused' }
    : { type: 'updateLink', set: { status: link.hold && !link.hold.answer ? 'held' : 'active' } }
  await settings.store.commitUserRequest(linkId, [change, await told(settings, link, record, 'resumed', actor)])
}

async function isIn(
  { store }: Settings,
  link: Link,
  record: RecordKey | null,
  states: readonly string[],
): Promise<boolean> {
  const status = record ? (await store.enrolment(link.id, record))?.status : link.status
  return status !== undefined && states.includes(status)
}

async function told(
  settings: Settings,
  link: Link,
  record: RecordKey | null,
  code: 'paused' | 'resumed',
  actor: Actor,
): Promise<StoreWrite> {
  const enrolment = record && (await settings.store.enrolment(link.id, record))
  const subject = record ? (enrolment?.lastNameWeSet ?? record.id) : link.email
  return requestActivity(settings, link, { record, subject, code, direction: null, actor })
}
