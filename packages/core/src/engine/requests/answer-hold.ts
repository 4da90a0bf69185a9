import type { Actor } from '../../ports/host-files.ts'
import type { HoldAnswer } from '../../ports/sync-rows.ts'
import type { Settings } from '../pass.ts'
import { requestActivity, requireLink } from './request-activity.ts'

/** Answers the question of a link that is held; the next pass carries the answer out (S15, C30). */
export async function answerHold(settings: Settings, linkId: string, answer: HoldAnswer, actor: Actor): Promise<void> {
  const link = await requireLink(settings, linkId)
  if (!link.hold || link.hold.answer) return
  const status = link.status === 'held' ? { status: 'active' as const } : {}
  await settings.store.commitUserRequest(linkId, [
    { type: 'updateLink', set: { hold: { ...link.hold, answer }, ...status } },
    requestActivity(settings, link, {
      record: null,
      subject: link.email,
      code: 'holdAnswered',
      direction: null,
      actor,
      details: { answer, count: String(link.hold.vanished) },
    }),
  ])
}
