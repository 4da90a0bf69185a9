import type { HostChange, HostChangePage } from '../../ports/host-files.ts'
import { SyncError } from '../../sync-error.ts'

/** A memory host's change feed. */
export type HostFeed = ReturnType<typeof hostFeed>

/** The changes of all records of a tenant, in order. A position is how many were seen. */
export function hostFeed(pageSize: number) {
  const byTenant = new Map<string, HostChange[]>()
  return {
    append(change: HostChange): void {
      const tenantId = change.record.tenantId
      const changes = byTenant.get(tenantId) ?? []
      changes.push(change)
      byTenant.set(tenantId, changes)
    },
    page(tenantId: string, position: string | null): HostChangePage {
      const all = byTenant.get(tenantId) ?? []
      if (position === null) return { changes: [], position: String(all.length), hasMore: false }
      const start = Number(position)
      if (!Number.isInteger(start) || start < 0) throw new SyncError('unexpected', `"${position}" is no feed position.`)
      const changes = all.slice(start, start + pageSize)
      const end = start + changes.length
      return { changes, position: String(end), hasMore: end < all.length }
    },
  }
}
