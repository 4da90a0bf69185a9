import type { MemoryOperations } from './memory-operations.ts'
import type { MemoryWorld } from './memory-world.ts'
import { refusal } from './refusal.ts'

/** What an administrator sees of the whole tenant. */
export function tenantOperations(world: MemoryWorld): Pick<MemoryOperations, 'listTenantActivity' | 'getTenantHealth'> {
  return {
    listTenantActivity({ query }) {
      if (!world.tenantLinks) throw refusal('forbidden')
      return world.activity.page(query)
    },
    getTenantHealth({ query: { after, limit = 100 } = {} }) {
      if (!world.tenantLinks) throw refusal('forbidden')
      const all = world.tenantLinks.filter(({ userId }) => after === undefined || userId > after)
      const rows = all.slice(0, limit)
      return { rows, next: all.length > limit ? (rows.at(-1)?.userId ?? null) : null }
    },
  }
}
