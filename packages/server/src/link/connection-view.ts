import type { shapes } from '@twinfolder/protocol/schema'

import type { Wire } from '../http/wire.ts'
import type { Session } from '../options.ts'
import type { ServerParts } from '../server-parts.ts'
import { isBlocked, linkHealth } from './link-health.ts'

type Connection = Wire<typeof shapes.Connection>

/** What the current user has linked. */
export async function connectionView(
  { settings, provider, stores, grants }: Pick<ServerParts, 'settings' | 'provider' | 'stores' | 'grants'>,
  session: Session,
): Promise<Connection> {
  const any = { appFolder: settings.appFolderLabel, accountPolicy: settings.accountPolicy.name }
  const link = await stores.sync.linkOfUser(session, provider.id)
  const refusal = await stores.links.getRefusal(session)
  if (!link) return refusal ? { state: 'refused', ...any, ...refusal } : { state: 'none', ...any }
  const accountType = (await grants.get(link))?.accountType ?? ''
  const account = { email: link.email, name: link.displayName, type: accountType }
  if (link.status === 'reconnect' || link.status === 'revoked') {
    return { state: 'reconnect', ...any, account, since: link.createdAt }
  }
  const enrolments = await stores.sync.enrolments(link.id)
  return {
    state: 'linked',
    ...any,
    account,
    since: link.createdAt,
    health: linkHealth(link.status, isBlocked(link, settings.clock)),
    blockedUntil: link.blockedUntil,
    lastOkAt: link.lastOkAt,
    // Once it is answered there is nothing to ask; the next pass carries the answer out.
    hold: link.hold?.answer === null ? { vanished: link.hold.vanished } : null,
    records: enrolments.filter(({ status }) => status === 'active' || status === 'paused').length,
  }
}
