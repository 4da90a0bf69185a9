import type { Link } from '@twinfolder/core'

import { actorOf } from '../files/upload-file.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { giveBackGrant, stopWork } from './give-back.ts'
import { linkActivity } from './link-activity.ts'

type Parts = Pick<
  ServerParts,
  'settings' | 'provider' | 'stores' | 'grants' | 'engine' | 'passes' | 'bulkEvents' | 'hub'
>

/**
 * Unlinks: stops the running pass before its next op, gives the authorization back, destroys the token and drops the work.
 * Files stay on both sides (P52, X16).
 */
export async function endLink(parts: Parts, session: Session, link: Link): Promise<void> {
  const { settings, stores, engine, hub } = parts
  await stopWork(parts, link)
  await engine.unlink(link.id)
  await stores.sync.commitUserRequest(link.id, [
    { type: 'appendActivity', activity: linkActivity(settings, actorOf(session), link, 'unlinked') },
  ])
  await giveBackGrant(parts, link)
  hub.publish(link.user, { type: 'connection' })
  settings.log({ level: 'info', event: 'link.unlinked', linkId: link.id, by: session.userId, ...link.user })
}
