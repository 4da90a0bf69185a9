import type { Module, SyncErrorCode } from '@twinfolder/core'
import type { ColumnType } from 'kysely'

import type { BulkEnd, StoredBulkRun } from '../../ports/bulk-store.ts'
import type { Int8, Json, RecordColumns, RowNumber } from './columns.ts'

/** What is wanted. A row that was worked off is deleted. The empty module is "whatever the feeds bring". */
export interface SyncWorkTable {
  readonly link_id: string
  readonly tenant_id: string
  readonly module: Module | ''
  readonly record_id: string
  /** From one sequence for all rows: it never repeats, so that a request after a `cancel` is not taken for older work. */
  readonly generation: RowNumber
  readonly priority: number
  readonly ready_at: Date
  /** Since when it waits. */
  readonly since: ColumnType<Date, Date | undefined, Date>
  /** {@link since}, a minute earlier for each point of priority: what is smaller comes first, among those below a person. */
  readonly wanted_at: ColumnType<Date, never, never>
  readonly attempts: number
  readonly bulk_id: string | null
  /** The claim that took it, in force or not. */
  readonly claimed_by: string | null
}

/**
 * Who works for a link; one row for each link that ever had work. Whoever changes the work of a link locks this row first, so that
 * nobody waits for each other in a circle.
 */
export interface SyncClaimTable {
  readonly link_id: string
  readonly owner: string | null
  readonly until: Date | null
  /** How often the link was claimed: makes each claim's owner unique. */
  readonly claims: Int8
  /** When the first of what waits is ready; `null` when nothing waits. */
  readonly ready_at: Date | null
  /** Among equally urgent links the one that was served longest ago is next. */
  readonly claimed_at: Date | null
}

/** A bulk run. */
export interface BulkRunTable {
  readonly id: string
  readonly tenant_id: string
  readonly user_id: string
  readonly link_id: string
  readonly module: Module | null
  readonly state: StoredBulkRun['state']
  readonly total: number
  readonly ends: Json<StoredBulkRun['ends']>
  readonly started_at: Date
  readonly ended_at: Date | null
  readonly retry_of: string | null
  readonly created: RowNumber
}

/** One record of a bulk run, in the order in which the run was asked for. */
export interface BulkRecordTable extends RecordColumns {
  readonly run_id: string
  readonly position: number
  readonly end: BulkEnd | null
  readonly code: SyncErrorCode | null
}
