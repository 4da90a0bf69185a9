import type { StoreWrite, UserKey } from '@twinfolder/core'

import type { ServerParts } from '../server-parts.ts'
import { giveBackGrant, stopWork } from './give-back.ts'
import { linkActivity } from './link-activity.ts'

type Parts = Pick<
  ServerParts,
  'settings' | 'provider' | 'stores' | 'grants' | 'passes' | 'bulkEvents' | 'hub' | 'audit'
>

/**
 * A user is no more, or may no longer sign in: their link is paused with that reason, the authorization is given back and the
 * token destroyed. Files stay on both sides (C109). Without a link nothing happens.
 */
export async function userRemoved(parts: Parts, user: UserKey): Promise<void> {
  const { settings, provider, stores, hub, audit } = parts
  const link = await stores.sync.linkOfUser(user, provider.id)
  if (!link) return
  await stopWork(parts, link)
  const nobody = { userId: null, name: '', via: 'host' } as const
  const paused: readonly StoreWrite[] = [
    { type: 'updateLink', set: { status: 'paused' } },
    {
      type: 'appendActivity',
      activity: linkActivity(settings, nobody, link, 'paused', { reason: 'userRemoved' }),
    },
  ]
  if (link.status === 'active' || link.status === 'held') await stores.sync.commitUserRequest(link.id, paused)
  await giveBackGrant(parts, link)
  hub.publish(link.user, { type: 'connection' })
  await audit.record({
    ...link.user,
    action: 'link.user_removed',
    outcome: 'done',
    requestId: null,
    details: { linkId: link.id },
  })
  settings.log({ level: 'info', event: 'user.removed', linkId: link.id, ...link.user })
}
