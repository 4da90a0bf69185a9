import type { Instant } from '../domain/instant.ts'
import type { MissingRight } from '../ports/host-records.ts'

/** The state of one record for one user's link. `settled` with `attention > 0` never shows the tick. */
export interface RecordSync {
  readonly link: 'none' | 'linking' | 'linked' | 'reconnect' | 'refused'
  readonly phase: 'notEnrolled' | 'waiting' | 'syncing' | 'settled' | 'paused' | 'held' | 'folderMissing' | 'stopped'
  /** Files of the present pass; `null` while none runs. */
  readonly progress: { readonly done: number; readonly total: number; readonly bytes: number } | null
  readonly direction: 'both' | 'toDropbox'
  /** The rights that are missing for the other direction. */
  readonly missing: readonly MissingRight[]
  /** How many files need a person. */
  readonly attention: number
  readonly lastSettledAt: Instant | null
}
