import { type Link, instantOf } from '@twinfolder/core'

import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
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
  const { settings, provider, stores, grants, engine, passes, hub } = parts
  await stores.work.cancel({ linkId: link.id })
  passes.abortLink(link.id)
  await engine.unlink(link.id)
  await stores.sync.commitUserRequest(link.id, [
    { type: 'appendActivity', activity: linkActivity(settings, session, link, 'unlinked') },
  ])
  const at = instantOf(settings.clock.now())
  for (const run of await stores.bulk.running(link.id)) {
    await stores.bulk.cancel(run.id, at)
    parts.bulkEvents.changed(run)
  }
  const grant = await grants.get(link)
  await grants.delete(link.id)
  // Best effort: the token is destroyed here in any case, and the user can end the authorization at the remote, too.
  if (grant) {
    await provider.revoke(grant).catch(() => {
      settings.log({ level: 'warn', event: 'link.revoke_failed', linkId: link.id, ...link.user })
    })
  }
  hub.publish(link.user, { type: 'connection' })
  settings.log({ level: 'info', event: 'link.unlinked', linkId: link.id, by: session.userId, ...link.user })
}
