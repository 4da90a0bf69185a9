import type { Instant } from '../domain/instant.ts'
import type { SyncErrorCode } from '../sync-error.ts'

/** The state of one file for one user's link, as the widget shows it. `synced` only after a confirmed equal hash. */
export interface FileSync {
  readonly state:
    | 'synced'
    | 'waiting'
    | 'uploading'
    | 'downloading'
    | 'onlyInHost'
    | 'onlyInDropbox'
    | 'conflict'
    | 'held'
    | 'blocked'
    | 'failed'
  /** Why; `null` where the state says it all. */
  readonly code: SyncErrorCode | null
  readonly retryAt: Instant | null
}
