import { grantPlace } from '../link/grants.ts'
import type { StoredGrant } from '../ports/link-store.ts'
import type { ServerParts } from '../server-parts.ts'
import type { Settings } from '../settings.ts'

/** What a rotation did. */
export interface KeyRotation {
  /** The id of the key that everything is sealed with now. */
  readonly keyId: string
  /** Tokens that were wrapped by it. */
  readonly rewrapped: number
  /** Tokens that were sealed with it already. */
  readonly current: number
  /** Links whose token does not open with any key of this server: their users have to link again, or the key has to be found. */
  readonly unreadable: readonly string[]
}

type Parts = Pick<ServerParts, 'keys' | 'stores' | 'vault' | 'audit'> & { readonly settings: Pick<Settings, 'log'> }

const PAGE = 200

/**
 * Wraps the key of every stored token by the server's current key. A token that is replaced meanwhile is looked at again: whoever
 * replaced it may be a process that still writes with a key of before.
 */
export async function rotateKey(parts: Parts): Promise<KeyRotation> {
  const { keys, stores, settings, audit } = parts
  const { id: keyId } = await keys.current()
  const counts = { rewrapped: 0, current: 0 }
  const unreadable: string[] = []
  let after: string | null = null
  do {
    const page: readonly StoredGrant[] = await stores.links.grants({ after, limit: PAGE })
    for (const grant of page) {
      const end = await rewrap(parts, grant)
      if (end === 'unreadable') unreadable.push(grant.linkId)
      else if (end !== 'gone') counts[end] += 1
    }
    after = page.at(-1)?.linkId ?? null
  } while (after !== null)
  if (unreadable.length === 0) await stores.keys.retireAllBut(keyId)
  const rotation = { keyId, ...counts, unreadable }
  await audit.record({
    tenantId: null,
    userId: null,
    action: 'key.rotated',
    outcome: unreadable.length > 0 ? 'failed' : 'done',
    requestId: null,
    details: rotation,
  })
  settings.log({ level: unreadable.length > 0 ? 'error' : 'info', event: 'key.rotated', ...rotation })
  return rotation
}

async function rewrap(
  { stores, vault }: Parts,
  { linkId, sealedRefreshToken }: StoredGrant,
): Promise<'rewrapped' | 'current' | 'unreadable' | 'gone'> {
  const link = await stores.sync.link(linkId)
  // What a crash left between grant and link opens for nobody.
  if (!link) return 'gone'
  for (let sealed: string | null = sealedRefreshToken; sealed !== null; sealed = await stores.links.getGrant(linkId)) {
    const next = await vault.rewrap(sealed, grantPlace(link)).catch(() => null)
    if (next === null) return 'unreadable'
    if (next === sealed) return 'current'
    if (await stores.links.replaceGrant({ linkId, sealedRefreshToken: sealed }, next)) return 'rewrapped'
  }
  return 'gone'
}
