import type { Instant } from '../../domain/instant.ts'
import type { Lease } from '../../ports/sync-rows.ts'
import { SyncError } from '../../sync-error.ts'
import { epochMsOf } from '../../state/instant-of.ts'
import { table } from '../table.ts'

/** A lease as it is stored; `owner` is `null` once it was released. The row stays, so that tokens only grow. */
export interface LeaseRow {
  readonly linkId: string
  readonly owner: string | null
  readonly token: number
  readonly until: Instant
}

/** Who may write for each link. */
export function leaseTable() {
  const leases = table<LeaseRow>((lease) => lease.linkId)
  const held = (lease: Lease): LeaseRow | null => {
    const row = leases.get(lease.linkId)
    return row !== null && row.token === lease.token && row.owner === lease.owner ? row : null
  }
  return {
    rows: leases.rows,
    load: leases.load,
    acquire(linkId: string, owner: string, now: Instant, until: Instant): Lease | null {
      const row = leases.get(linkId)
      const isBusy = row !== null && row.owner !== null && row.owner !== owner
      if (isBusy && epochMsOf(row.until) > epochMsOf(now)) return null
      const token = (row?.token ?? 0) + 1
      leases.put({ linkId, owner, token, until })
      return { linkId, owner, token }
    },
    renew(lease: Lease, until: Instant): boolean {
      const row = held(lease)
      if (row !== null) leases.put({ ...row, until })
      return row !== null
    },
    release(lease: Lease): void {
      const row = held(lease)
      if (row !== null) leases.put({ ...row, owner: null })
    },
    /** @throws SyncError `lease_lost` */
    assertHeld(lease: Lease): void {
      if (held(lease) !== null) return
      throw new SyncError(
        'lease_lost',
        `The lease of link "${lease.linkId}" went to another owner; nothing was written.`,
      )
    },
  }
}
