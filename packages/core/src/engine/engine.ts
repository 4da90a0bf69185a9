import type { RecordKey } from '../domain/record-ref.ts'
import type { Instant } from '../domain/instant.ts'
import type { Cancellation } from '../ports/cancellation.ts'
import type { Clock } from '../ports/clock.ts'
import type { HostFiles } from '../ports/host-files.ts'
import type { HostRecords } from '../ports/host-records.ts'
import type { Random } from '../ports/random.ts'
import type { Remote } from '../ports/remote.ts'
import type { Sha256 } from '../domain/content-hash.ts'
import type { Link, SyncStore } from '../ports/sync-store.ts'
import type { EngineEvent } from '../state/engine-event.ts'
import type { SyncErrorCode } from '../sync-error.ts'

/** What the engine works on. */
export interface EngineOptions {
  readonly store: SyncStore
  readonly files: HostFiles
  readonly records: HostRecords
  /** The remote account of a link. Called once per pass. @throws SyncError `link_revoked` when there is no grant. */
  readonly remote: (link: Link) => Promise<Remote>
  readonly clock: Clock
  readonly random: Random
  readonly sha256: Sha256
  /** The name of a module's folder in a language, e.g. `Firmen`. Fixed per link when first used. */
  readonly moduleFolderName: (module: RecordKey['module'], locale: string) => string
  /** The largest file that is synchronised, in bytes. @default 52428800 */
  readonly maxFileBytes?: number | undefined
  /** When a file that was removed in the remote is attached again. @default 'content-change' */
  readonly reattachOn?: 'content-change' | 'explicit' | undefined
  /** Whether a record's folder takes its new name. @default true */
  readonly followRecordName?: boolean | undefined
  /** How many files are transferred at a time. @default 4 */
  readonly transfers?: number | undefined
  readonly onEvent?: ((event: EngineEvent) => void) | undefined
}

/** How a pass went. */
export interface PassReport {
  readonly linkId: string
  /** `done`: nothing is left that can be done now. `more`: call again. `blocked`: not before `notBefore`. */
  readonly outcome: 'done' | 'more' | 'blocked' | 'leaseBusy' | 'reconnect' | 'paused' | 'cancelled'
  readonly notBefore: Instant | null
  /** Ops executed, by type, e.g. `{ upload: 3 }`. */
  readonly ops: Readonly<Record<string, number>>
  /** What ended each record that was asked for. */
  readonly records: readonly {
    readonly record: RecordKey
    readonly end: 'synced' | 'emptyFolder' | 'oneWay' | 'nothingToDo' | 'skipped' | 'failed'
    readonly code: SyncErrorCode | null
  }[]
  /** The first failure that ended the pass itself, if any. */
  readonly failure: SyncErrorCode | null
}

/** The sync engine: one pass at a time for one link. */
export interface Engine {
  /**
   * Enrols a record for a link (P27, the button) and marks it dirty. Idempotent. A pass has to be requested afterwards.
   * Resumes a stopped record; creates a missing folder again.
   */
  enrol(linkId: string, record: RecordKey, enrolledBy: string): Promise<void>
  /**
   * Puts files that were removed in the remote back there (S5, C22); others are left alone. A pass has to be requested afterwards.
   *
   * @returns how many are put back
   */
  putBack(linkId: string, record: RecordKey, fileIds: readonly string[]): Promise<number>
  /**
   * Runs one pass: pull, feed, plan, execute, until nothing is left to do or `signal` is aborted (then between two ops).
   *
   * @param records the records that are wanted, most urgent first; `null` for whatever is dirty
   */
  runPass(
    linkId: string,
    options: {
      readonly records: readonly RecordKey[] | null
      readonly owner: string
      readonly signal?: Cancellation | undefined
    },
  ): Promise<PassReport>
  /** Ends a link: the baseline is kept as `suspended` (S18). The caller revokes the grant. */
  unlink(linkId: string): Promise<void>
}
