import type { Link, LinkHold, SyncErrorCode } from '@twinfolder/core'

import type { LinkAttempt, LinkRefusal } from '../../ports/link-store.ts'
import type { Int8, Json } from './columns.ts'

/** A link and the lease on it; a lease without owner was released, its token only grows. */
export interface LinkTable {
  readonly id: string
  readonly tenant_id: string
  readonly user_id: string
  readonly provider: string
  readonly account_id: string
  readonly email: string
  readonly display_name: string
  readonly first_name: string
  readonly locale: string
  readonly status: Link['status']
  readonly cursor: string | null
  readonly listing_cursor: string | null
  readonly mirror_generation: number
  readonly feed_position: string | null
  readonly blocked_until: Date | null
  readonly hold: Json<LinkHold> | null
  readonly last_ok_at: Date | null
  readonly created_at: Date
  readonly lease_owner: string | null
  readonly lease_token: Int8
  readonly lease_until: Date | null
}

/** When the remote of a link was last read to its end, when it is to be read again, and why it could not be. */
export interface LinkCheckTable {
  readonly link_id: string
  readonly checked_at: Date | null
  readonly look_at: Date | null
  readonly trouble: SyncErrorCode | null
}

/** A linking under way. */
export interface LinkAttemptTable {
  readonly state_hash: string
  readonly tenant_id: string
  readonly user_id: string
  readonly session_hash: string
  readonly code_verifier: string
  readonly mode: LinkAttempt['mode']
  readonly return_to: string
  readonly expires_at: Date
}

/** A refresh token, sealed by the vault. */
export interface LinkGrantTable {
  readonly link_id: string
  readonly sealed_refresh_token: string
}

/** Why a user's last linking was refused. */
export interface LinkRefusalTable {
  readonly tenant_id: string
  readonly user_id: string
  readonly code: LinkRefusal['code']
  readonly reported: string
}

/** Which file an upload made. */
export interface RememberedUploadTable {
  readonly scope: string
  readonly idempotency_key: string
  readonly file_id: string
  readonly fingerprint: string | null
  readonly until: Date
}
