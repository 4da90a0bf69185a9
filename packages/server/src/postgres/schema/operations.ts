import type { AuditRow } from '../../audit/audit-entry.ts'
import type { Int8 } from './columns.ts'

/** A key that rows are sealed with. The id is derived from it and does not tell it. */
export interface ServerKeyTable {
  readonly id: string
  readonly noted_at: Date
}

/** The audit log. The database refuses changes and deletions of its rows. */
export interface AuditTable {
  readonly position: Int8
  readonly at: Date
  readonly tenant_id: string | null
  readonly user_id: string | null
  readonly action: AuditRow['action']
  readonly outcome: AuditRow['outcome']
  readonly request_id: string | null
  /** JSON, as text: what was hashed is given back. */
  readonly details: string
  readonly previous_hash: string
  readonly hash: string
}

/** The end of the audit log, in one row. Whoever appends holds it until the end of the transaction. */
export interface AuditHeadTable {
  readonly position: Int8
  readonly hash: string
}
