import type { UserKey } from '../../domain/record-ref.ts'
import type { Link } from '../../ports/sync-rows.ts'
import type { Page, StoreWrite } from '../../ports/sync-store.ts'
import { SyncError } from '../../sync-error.ts'
import { epochMsOf } from '../../state/instant-of.ts'
import { keyText, table } from '../table.ts'

type LinkChange = Extract<StoreWrite, { type: 'updateLink' }>['set']

/** The links of a memory store and what must be unique among those that are not revoked. */
export function linkTable() {
  const links = table<Link>((link) => link.id)
  const ofUser = links.index((link) => [userText(link.user, link.provider)])
  const ofAccount = links.index((link) => [keyText(link.provider, link.accountId)])
  const ofTenant = links.index((link) => [keyText(link.user.tenantId, link.provider)])
  const ofStatus = links.index((link) => [link.status])

  /** @throws SyncError when another link that is not revoked has the account, or the user has another link. */
  const assertOnlyOne = (link: Link): void => {
    if (link.status === 'revoked') return
    const isRival = (other: Link): boolean => other.id !== link.id && other.status !== 'revoked'
    if (ofAccount(keyText(link.provider, link.accountId)).some(isRival)) {
      throw new SyncError('account_already_linked', `Another link has the account ${link.accountId}; revoke it first.`)
    }
    if (ofUser(userText(link.user, link.provider)).some(isRival)) {
      throw new SyncError('account_already_linked', `User ${link.user.userId} has another link; revoke it first.`)
    }
  }

  return {
    get: links.get,
    rows: links.rows,
    load: links.load,
    create(link: Link): void {
      assertOnlyOne(link)
      if (!links.add(link)) throw new SyncError('unexpected', `There is a link "${link.id}" already.`)
    },
    /** Checks that a change may be made. @throws SyncError */
    assertUpdatable(linkId: string, set: LinkChange): void {
      assertOnlyOne({ ...existing(links.get(linkId), linkId), ...set })
    },
    update(linkId: string, set: LinkChange): void {
      links.put({ ...existing(links.get(linkId), linkId), ...set })
    },
    ofUser: (user: UserKey, provider: string): Link | null => ofUser(userText(user, provider)).find(isLive) ?? null,
    ofAccount: (provider: string, accountId: string): Link | null =>
      ofAccount(keyText(provider, accountId)).find(isLive) ?? null,
    revoked: (user: UserKey, provider: string, accountId: string): Link | null =>
      ofUser(userText(user, provider))
        .filter((link) => link.status === 'revoked' && link.accountId === accountId)
        .toSorted((a, b) => epochMsOf(a.createdAt) - epochMsOf(b.createdAt))
        .at(-1) ?? null,
    ofTenant(
      tenantId: string,
      provider: string,
      { after, limit }: { after: string | null; limit: number },
    ): Page<Link> {
      const all = ofTenant(keyText(tenantId, provider))
        .filter((link) => isLive(link) && (after === null || link.user.userId > after))
        .toSorted((a, b) => (a.user.userId < b.user.userId ? -1 : 1))
      const rows = all.slice(0, limit)
      return { rows, next: all.length > limit ? (rows.at(-1)?.user.userId ?? null) : null }
    },
    ofStatus: (status: Link['status']): readonly Link[] => ofStatus(status),
  }
}

function existing(link: Link | null, linkId: string): Link {
  if (link === null) throw new SyncError('unexpected', `There is no link "${linkId}".`)
  return link
}

function isLive(link: Link): boolean {
  return link.status !== 'revoked'
}

function userText(user: UserKey, provider: string): string {
  return keyText(user.tenantId, user.userId, provider)
}
