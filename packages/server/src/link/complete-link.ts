import { type Link, type RemoteAccount, type RemoteGrant, SyncError, instantOf } from '@twinfolder/core'

import { actorOf } from '../files/upload-file.ts'
import type { Session } from '../options.ts'
import type { LinkAttempt, LinkRefusal } from '../ports/link-store.ts'
import { workPriority } from '../ports/work-queue.ts'
import type { ServerParts } from '../server-parts.ts'
import { reportedAccount } from './account-policy.ts'
import { endLink } from './end-link.ts'
import { linkActivity } from './link-activity.ts'
import { type CallbackParams, attemptPlace } from './link-attempt.ts'

type Parts = Pick<
  ServerParts,
  'settings' | 'provider' | 'stores' | 'vault' | 'grants' | 'engine' | 'passes' | 'bulkEvents' | 'hub'
>

/**
 * Ends a linking whose attempt was taken: exchanges the code, looks at the account, and makes the link or takes an old one
 * up again (S18). A refused account leaves nothing behind but the reason.
 *
 * @throws SyncError `consent_denied`, `state_invalid`, `account_unsupported`, `account_already_linked`, …
 */
export async function completeLink(
  parts: Parts,
  session: Session,
  attempt: LinkAttempt,
  { code, error }: CallbackParams,
): Promise<Link> {
  if (error === 'access_denied') throw new SyncError('consent_denied', 'The user did not consent.')
  if (error !== null) throw new SyncError('remote_unavailable', 'The consent page answered with an error.')
  if (code === null) throw new SyncError('state_invalid', 'The callback brings no code.')
  const { provider, settings, vault } = parts
  const codeVerifier = await vault.open(
    attempt.codeVerifier,
    attemptPlace(attempt.user, provider.id, attempt.stateHash),
  )
  const grant = await rememberingRefusal(parts, attempt, () =>
    provider.exchangeCode({ code, redirectUri: settings.callbackUrl, codeVerifier }),
  )
  const account = await provider.connect(grant).account()
  await refuseUnlessAllowed(parts, attempt, grant, account)
  const link = await linkTo(parts, session, grant, account)
  await parts.stores.links.setRefusal(link.user, null)
  await parts.stores.work.request([{ linkId: link.id, record: null, priority: workPriority.person }])
  parts.hub.publish(link.user, { type: 'connection' })
  settings.log({ level: 'info', event: 'link.linked', linkId: link.id, ...link.user })
  return link
}

async function refuseUnlessAllowed(
  parts: Parts,
  { user }: LinkAttempt,
  grant: RemoteGrant,
  account: RemoteAccount,
): Promise<void> {
  const { settings, provider, stores } = parts
  if (!settings.accountPolicy.allows(account)) {
    await refuse(parts, user, grant, { code: 'account_unsupported', reported: reportedAccount(account) })
  }
  const holder = await stores.sync.linkOfAccount(provider.id, account.accountId)
  const isOwn = holder?.user.tenantId === user.tenantId && holder.user.userId === user.userId
  if (holder && !isOwn) await refuse(parts, user, grant, { code: 'account_already_linked', reported: account.email })
}

/** Remembers why, and gives the authorization back: a token that nobody needs is a token that can leak (X10). */
async function refuse(
  { settings, stores, provider, hub }: Parts,
  user: LinkAttempt['user'],
  grant: RemoteGrant,
  refusal: LinkRefusal,
): Promise<never> {
  await stores.links.setRefusal(user, refusal)
  await provider.revoke(grant).catch(() => {
    settings.log({ level: 'warn', event: 'link.revoke_failed', ...user })
  })
  hub.publish(user, { type: 'connection' })
  settings.log({ level: 'info', event: 'link.refused', code: refusal.code, ...user })
  throw new SyncError(refusal.code, `The account was refused (${refusal.code}).`)
}

async function rememberingRefusal<Value>(
  { stores }: Parts,
  { user }: LinkAttempt,
  exchange: () => Promise<Value>,
): Promise<Value> {
  try {
    return await exchange()
  } catch (error) {
    if (error instanceof SyncError && error.code === 'app_user_limit') {
      await stores.links.setRefusal(user, { code: 'app_user_limit', reported: '' })
    }
    throw error
  }
}

/** The link to this account: the present one renewed, a revoked one taken up again, or a new one. */
async function linkTo(parts: Parts, session: Session, grant: RemoteGrant, account: RemoteAccount): Promise<Link> {
  const { stores, provider } = parts
  const user = { tenantId: session.tenantId, userId: session.userId }
  const present = await stores.sync.linkOfUser(user, provider.id)
  if (present?.accountId === account.accountId) return resume(parts, session, present, grant, account)
  if (present) await endLink(parts, session, present)
  const old = await stores.sync.revokedLink(user, provider.id, account.accountId)
  if (old) return resume(parts, session, old, grant, account)
  return create(parts, session, grant, account)
}

async function resume(
  parts: Parts,
  session: Session,
  link: Link,
  { refreshToken }: RemoteGrant,
  { accountType, email, displayName }: RemoteAccount,
): Promise<Link> {
  const status = link.status === 'paused' || link.status === 'held' ? link.status : 'active'
  const { stores, grants } = parts
  await grants.put(link, { refreshToken, accountType })
  // Nobody looked while the link was revoked: what is alike adopts, and nothing is deleted unasked (S18).
  if (link.status === 'revoked') await takeUp(parts, link)
  await stores.sync.commitUserRequest(link.id, [
    { type: 'updateLink', set: { status, email, displayName, blockedUntil: null } },
    { type: 'appendActivity', activity: linkActivity(parts.settings, actorOf(session), link, 'linked') },
  ])
  return { ...link, status, email, displayName }
}

/** A link that cannot be taken up keeps no grant. */
async function takeUp({ engine, grants }: Parts, link: Link): Promise<void> {
  try {
    await engine.relink(link.id)
  } catch (error) {
    await grants.delete(link.id)
    throw error
  }
}

async function create(
  parts: Parts,
  session: Session,
  { refreshToken }: RemoteGrant,
  { accountId, accountType, email, displayName }: RemoteAccount,
): Promise<Link> {
  const { settings, provider, stores, grants } = parts
  const link: Link = {
    id: settings.random.id(),
    user: { tenantId: session.tenantId, userId: session.userId },
    provider: provider.id,
    accountId,
    email,
    displayName,
    firstName: session.firstName,
    locale: session.locale,
    status: 'active',
    cursor: null,
    listingCursor: null,
    mirrorGeneration: 0,
    feedPosition: null,
    blockedUntil: null,
    hold: null,
    lastOkAt: null,
    createdAt: instantOf(settings.clock.now()),
  }
  // The grant comes first, so that no pass meets the link without one.
  await grants.put(link, { refreshToken, accountType })
  try {
    await stores.sync.createLink(link)
  } catch (error) {
    await grants.delete(link.id)
    throw error
  }
  await stores.sync.commitUserRequest(link.id, [
    { type: 'appendActivity', activity: linkActivity(parts.settings, actorOf(session), link, 'linked') },
  ])
  return link
}
