import type { Instant, Module, RecordKey, RecordRef, SyncErrorCode, UserKey } from '@twinfolder/core'

/** How a record of a run ended. */
export type BulkEnd = 'synced' | 'emptyFolder' | 'oneWay' | 'nothingToDo' | 'skipped' | 'failed' | 'cancelled'

/** A bulk run: a snapshot of record keys owned by one link. */
export interface StoredBulkRun {
  readonly id: string
  readonly user: UserKey
  readonly linkId: string
  readonly module: Module | null
  readonly state: 'running' | 'done' | 'cancelled'
  readonly total: number
  readonly ends: Readonly<Record<BulkEnd, number>>
  readonly startedAt: Instant
  readonly endedAt: Instant | null
  readonly retryOf: string | null
}

/** One record of a run; `end` is `null` while it waits. */
export interface StoredBulkRecord {
  readonly record: RecordRef
  readonly end: BulkEnd | null
  readonly code: SyncErrorCode | null
}

/** Where bulk runs rest, so that they survive navigation, reload and restart. */
export interface BulkStore {
  create(run: StoredBulkRun, records: readonly RecordKey[]): Promise<void>
  get(id: string): Promise<StoredBulkRun | null>
  /** Newest first. */
  ofUser(
    user: UserKey,
    filter: { readonly module: Module | null; readonly limit: number },
  ): Promise<readonly StoredBulkRun[]>
  records(
    id: string,
    page: { readonly end: BulkEnd | null; readonly offset: number; readonly limit: number },
  ): Promise<{ readonly rows: readonly StoredBulkRecord[]; readonly total: number }>
  /** For each record the running runs of a link in which it still waits, in the order asked. */
  waitingFor(linkId: string, records: readonly RecordKey[]): Promise<readonly (readonly string[])[]>
  /** Ends records that wait and updates the counts; the last one ends the run. A record that has ended keeps its end. */
  end(
    id: string,
    ends: readonly { readonly record: RecordKey; readonly end: BulkEnd; readonly code: SyncErrorCode | null }[],
    at: Instant,
  ): Promise<void>
  /** Ends all records that still wait as `cancelled`. */
  cancel(id: string, at: Instant): Promise<void>
  running(linkId: string): Promise<readonly StoredBulkRun[]>
}
