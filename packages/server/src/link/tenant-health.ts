import type { shapes } from '@twinfolder/protocol/schema'

import type { Wire } from '../http/wire.ts'
import type { ServerParts } from '../server-parts.ts'
import { isBlocked, linkHealth } from './link-health.ts'

/** How the links of a tenant are. Whose account it is and what is in it stays the user's own business (X61). */
export async function tenantHealth(
  { settings, provider, stores }: Pick<ServerParts, 'settings' | 'provider' | 'stores'>,
  tenantId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<Wire<typeof shapes.TenantHealth>> {
  const { rows, next } = await stores.sync.linksOfTenant(tenantId, provider.id, page)
  const troubles = await Promise.all(rows.map(({ id }) => stores.links.troubleOf(id)))
  return {
    rows: rows.map((link, index) => ({
      userId: link.user.userId,
      firstName: link.firstName,
      health:
        link.status === 'reconnect' || link.status === 'revoked'
          ? ('reconnect' as const)
          : linkHealth(link.status, isBlocked(link, settings.clock)),
      since: link.createdAt,
      lastOkAt: link.lastOkAt,
      blockedUntil: link.blockedUntil,
      trouble: troubles[index] ?? null,
    })),
    next,
  }
}
