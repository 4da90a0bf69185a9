import { type Link, SyncError } from '@twinfolder/core'

import { actorOf } from '../files/upload-file.ts'
import type { Session } from '../options.ts'
import { workPriority } from '../ports/work-queue.ts'
import type { ServerParts } from '../server-parts.ts'

type Parts = Pick<ServerParts, 'settings' | 'stores' | 'engine' | 'passes' | 'hub'>

/** Pauses a link: a pass that runs ends before its next op (S19). @throws SyncError `link_revoked`, `files_vanished` */
export async function pauseLink(parts: Parts, session: Session, link: Link): Promise<void> {
  assertAnswerable(link)
  if (link.status === 'paused') return
  await parts.engine.pause(link.id, null, actorOf(session))
  parts.passes.abortLink(link.id)
  changed(parts, session, link, 'link.paused')
}

/** Ends the pause of a link and asks for a pass. @throws SyncError `link_revoked`, `files_vanished` */
export async function resumeLink(parts: Parts, session: Session, link: Link): Promise<void> {
  assertAnswerable(link)
  if (link.status !== 'paused') return
  await parts.engine.resume(link.id, null, actorOf(session))
  await parts.stores.work.request([{ linkId: link.id, record: null, priority: workPriority.person }])
  changed(parts, session, link, 'link.resumed')
}

/** A link that waits for something else of its user is neither paused nor resumed. */
function assertAnswerable({ status }: Link): void {
  if (status === 'reconnect') throw new SyncError('link_revoked', 'The authorization is gone; link again.')
  if (status === 'held') throw new SyncError('files_vanished', 'The link is held; answer that first.')
}

function changed({ settings, hub }: Parts, session: Session, link: Link, event: string): void {
  hub.publish(link.user, { type: 'connection' })
  settings.log({ level: 'info', event, linkId: link.id, by: session.userId, ...link.user })
}
