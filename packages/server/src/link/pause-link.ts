import type { Link } from '@twinfolder/core'

import { actorOf } from '../files/upload-file.ts'
import type { Session } from '../options.ts'
import { workPriority } from '../ports/work-queue.ts'
import type { ServerParts } from '../server-parts.ts'

type Parts = Pick<ServerParts, 'settings' | 'stores' | 'engine' | 'passes' | 'hub'>

/** Pauses a link: a pass that runs ends before its next op (S19). One that must be renewed is left as it is. */
export async function pauseLink(parts: Parts, session: Session, link: Link): Promise<void> {
  if (link.status !== 'active' && link.status !== 'held') return
  await parts.engine.pause(link.id, null, actorOf(session))
  parts.passes.abortLink(link.id)
  changed(parts, session, link, 'link.paused')
}

/** Ends the pause of a link and asks for a pass. */
export async function resumeLink(parts: Parts, session: Session, link: Link): Promise<void> {
  if (link.status !== 'paused') return
  await parts.engine.resume(link.id, null, actorOf(session))
  await parts.stores.work.request([{ linkId: link.id, record: null, priority: workPriority.person }])
  changed(parts, session, link, 'link.resumed')
}

function changed({ settings, hub }: Parts, session: Session, link: Link, event: string): void {
  hub.publish(link.user, { type: 'connection' })
  settings.log({ level: 'info', event, linkId: link.id, by: session.userId, ...link.user })
}
