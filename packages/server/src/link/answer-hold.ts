import { type HoldAnswer, type Link, SyncError } from '@twinfolder/core'

import { actorOf } from '../files/upload-file.ts'
import type { Session } from '../options.ts'
import { workPriority } from '../ports/work-queue.ts'
import type { ServerParts } from '../server-parts.ts'

/**
 * Answers what became of the files that vanished at once, and asks for the pass that carries it out (S15).
 *
 * @throws SyncError `not_found` when nothing is asked, or it is answered already
 */
export async function answerHold(
  { settings, stores, engine, hub }: Pick<ServerParts, 'settings' | 'stores' | 'engine' | 'hub'>,
  session: Session,
  link: Link,
  answer: HoldAnswer,
): Promise<void> {
  if (link.hold?.answer !== null) throw new SyncError('not_found', 'Nothing is asked of this link.')
  await engine.answerHold(link.id, answer, actorOf(session))
  await stores.work.request([{ linkId: link.id, record: null, priority: workPriority.person }])
  hub.publish(link.user, { type: 'connection' })
  settings.log({ level: 'info', event: 'hold.answered', linkId: link.id, answer, by: session.userId, ...link.user })
}
