import type { Instant } from '@twinfolder/core'

/** What an operator may have to answer for. Public: rows are kept for years. */
export type AuditAction =
  | 'link.linked'
  | 'link.unlinked'
  | 'link.user_removed'
  | 'sync.requested'
  | 'sync.stopped'
  | 'bulk.started'
  | 'bulk.cancelled'
  | 'files.deleted'
  | 'folder.deleted'
  | 'deletions.answered'
  | 'remote.deleted'
  | 'access'
  | 'key.rotated'

/** One line of the audit log. */
export interface AuditEntry {
  readonly at: Instant
  /** `null` for what concerns the whole server. */
  readonly tenantId: string | null
  /** `null`: nobody asked for it in person; it is the server, the host or an operator. */
  readonly userId: string | null
  readonly action: AuditAction
  /** `refused`: the right was missing. `failed`: tried, and not done. */
  readonly outcome: 'done' | 'refused' | 'failed'
  /** Names the request in the log, too; `null` where there is none. */
  readonly requestId: string | null
  /** What it was about: ids and names, never contents. */
  readonly details: Readonly<Record<string, unknown>>
}

/** An entry in its place in the chain: its hash covers the entry and the hash before, so that a row that is changed or gone shows. */
export interface AuditRow extends AuditEntry {
  /** Counts from 1 without gaps. */
  readonly position: number
  /** 64 hex digits. */
  readonly previousHash: string
  readonly hash: string
}

/** Where a chain ends. */
export interface AuditHead {
  readonly position: number
  readonly hash: string
}
