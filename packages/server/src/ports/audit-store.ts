import type { AuditEntry, AuditHead, AuditRow } from '../audit/audit-entry.ts'

/** Where the audit log rests: rows are only ever added, and the store refuses everything else (X56). */
export interface AuditStore {
  /** Adds entries behind the end of the chain, all or none, in this order. */
  append(entries: readonly AuditEntry[]): Promise<void>
  /** Rows behind a position, in order. */
  rows(page: { readonly after: number; readonly limit: number }): Promise<readonly AuditRow[]>
  head(): Promise<AuditHead>
}
