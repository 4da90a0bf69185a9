import { type Link, type Remote, type RemoteProvider, Secret, SyncError } from '@twinfolder/core'

import type { LinkStore } from '../ports/link-store.ts'
import type { Log } from '../settings.ts'
import { type SecretPlace, type Vault, innerTextOf } from '../vault/vault.ts'

/** What is kept of a consent. */
export interface Grant {
  readonly refreshToken: Secret
  /** What the remote called the account when it was linked, e.g. `basic`. */
  readonly accountType: string
}

type LinkId = Pick<Link, 'id' | 'user' | 'provider'>

/** The grants of links: sealed in the store, opened only to talk to the remote. */
export interface Grants {
  put(link: LinkId, grant: Grant): Promise<void>
  /** `null` when there is none, or none that this server can open. */
  get(link: LinkId): Promise<Grant | null>
  delete(linkId: string): Promise<void>
  /**
   * The remote account of a link; the same object as long as the grant is the same, whatever key it is sealed with.
   * @throws SyncError `link_revoked` without a grant; `host_unavailable` for one of a key that this server does not have: that is
   *   the operator's to mend, and no reason to ask the user for a consent
   */
  connect(link: LinkId): Promise<Remote>
}

export function createGrants(parts: {
  readonly links: LinkStore
  readonly vault: Vault
  readonly provider: RemoteProvider
  readonly log: Log
}): Grants {
  const opened = new Map<string, { readonly inner: string; readonly grant: Grant; remote: Remote | null }>()

  const open = async (link: LinkId) => {
    const sealed = await parts.links.getGrant(link.id)
    const known = opened.get(link.id)
    if (sealed !== null && known?.inner === innerTextOf(sealed)) return known
    opened.delete(link.id)
    if (sealed === null) return null
    if (!(await parts.vault.hasKeyOf(sealed))) {
      parts.log({ level: 'error', event: 'grant.key_unknown', linkId: link.id })
      return 'key unknown' as const
    }
    try {
      const entry = {
        inner: innerTextOf(sealed),
        grant: parseGrant(await parts.vault.open(sealed, grantPlace(link))),
        remote: null,
      }
      opened.set(link.id, entry)
      return opened.get(link.id) ?? null
    } catch {
      // Damaged, or of another link: the user has to consent again, and the operator has to know.
      parts.log({ level: 'error', event: 'grant.unreadable', linkId: link.id })
      return null
    }
  }

  return {
    async put(link, grant) {
      const text = JSON.stringify({ refreshToken: grant.refreshToken.reveal(), accountType: grant.accountType })
      await parts.links.putGrant(link.id, await parts.vault.seal(new Secret(text), grantPlace(link)))
    },
    async get(link) {
      const entry = await open(link)
      return entry === null || entry === 'key unknown' ? null : entry.grant
    },
    async delete(linkId) {
      opened.delete(linkId)
      await parts.links.deleteGrant(linkId)
    },
    async connect(link) {
      const entry = await open(link)
      if (!entry) throw new SyncError('link_revoked', 'There is no grant for this link: its user has to link again.')
      if (entry === 'key unknown') {
        throw new SyncError(
          'host_unavailable',
          'The grant of this link is sealed with a key that this server does not have.',
        )
      }
      return (entry.remote ??= parts.provider.connect({ refreshToken: entry.grant.refreshToken }))
    },
  }
}

/** Where the grant of a link belongs in the vault. */
export function grantPlace({ id, user, provider }: LinkId): SecretPlace {
  return { tenantId: user.tenantId, userId: user.userId, provider, linkId: id, column: 'grant' }
}

function parseGrant(secret: Secret): Grant {
  const value: unknown = JSON.parse(secret.reveal())
  const field = (name: string): string => {
    const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : null
    if (typeof text !== 'string') throw new TypeError('A grant that was sealed is a text.')
    return text
  }
  return { refreshToken: new Secret(field('refreshToken')), accountType: field('accountType') }
}
