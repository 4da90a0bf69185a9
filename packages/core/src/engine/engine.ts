import type { RecordKey } from '../domain/record-ref.ts'
import type { Instant } from '../domain/instant.ts'
import type { Cancellation } from '../ports/cancellation.ts'
import type { Clock } from '../ports/clock.ts'
import type { Actor, HostFiles } from '../ports/host-files.ts'
import type { HostRecords } from '../ports/host-records.ts'
import type { Random } from '../ports/random.ts'
import type { CallPriority, Remote } from '../ports/remote.ts'
import type { Sha256 } from '../domain/content-hash.ts'
import type { HoldAnswer, Link } from '../ports/sync-rows.ts'
import type { SyncStore } from '../ports/sync-store.ts'
import type { ActivityEntry } from '../state/activity.ts'
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
  /**
   * What happens to a record's folder when the record is deleted in the host: nothing, or its files that are unchanged since the last
   * pass are deleted (S9). @default 'keep'
   */
  readonly onRecordDeleted?: 'keep' | 'deleteUnchanged' | undefined
  /** How long after its last listing a record of a host without a change feed is listed again, in ms. @default 900000 */
  readonly relistAfterMs?: number | undefined
  /** How many ops of a kind are under way at a time. @default as many as the remote can make use of, or 4 transfers */
  readonly transfers?: number | undefined
  readonly onEvent?: ((event: EngineEvent) => void) | undefined
}

/** How a pass went. */
export interface PassReport {
  readonly linkId: string
  /** `done`: nothing is left that can be done now. `more`: call again. `blocked`: not before `notBefore`. */
  readonly outcome: 'done' | 'more' | 'blocked' | 'leaseBusy' | 'reconnect' | 'paused' | 'held' | 'cancelled'
  /** When a further pass can do more: after `blocked`, and after `done` where a host's listing left a file in doubt. */
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

/** What a pass over some records would do, without doing it. Counts are files; bytes are what would be transferred. */
export interface Preview {
  readonly records: number
  readonly toRemote: { readonly files: number; readonly bytes: number }
  readonly toHost: { readonly files: number; readonly bytes: number }
  /** The same on both sides already: bound without a transfer. */
  readonly alike: number
  readonly movedInRemote: number
  readonly deletedInRemote: number
  /** Files with two versions: both are kept. */
  readonly conflicts: number
  /** What would stay where it is, and why, most frequent first. */
  readonly excluded: readonly {
    readonly code: SyncErrorCode
    readonly count: number
    /** Names of some of them, at most five. */
    readonly examples: readonly string[]
  }[]
}

/** What an audit can find to differ. */
export type AuditKind =
  /** The mirror said something else than a full listing of the remote. */
  | 'mirrorDiffers'
  /** A bound file without, or with another, file in the remote, and nothing that says so. */
  | 'missingInRemote'
  | 'differsInRemote'
  /** A bound file without, or with another version of, a file in the host, and nothing that says so. */
  | 'missingInHost'
  | 'differsInHost'
  /** A file of a synchronised record, or of its folder, that nothing accounts for. */
  | 'unknownInHost'
  | 'unknownInRemote'

/** What an audit of a link found: each difference is a fault of ours or of a plug point. */
export interface AuditReport {
  readonly linkId: string
  readonly records: number
  readonly files: number
  readonly differences: readonly {
    readonly kind: AuditKind
    readonly count: number
    /** Names or paths of some of them, at most five. */
    readonly examples: readonly string[]
  }[]
  /** How many keys were marked to be looked at by the next pass; nothing else is changed. */
  readonly repaired: number
}

/** Which of the two versions of a conflict stays: the host's, the remote's, or both as two files. */
export type ConflictChoice = 'host' | 'remote' | 'both'

/** Whether a pass is to end for something more urgent. */
export type GivesWay = (isThrough: boolean) => boolean

/** The sync engine: one pass at a time for one link. */
export interface Engine {
  /**
   * Enrols a record for a link (P27, the button) and marks it dirty. Idempotent. A pass has to be requested afterwards.
   * Resumes a stopped record; creates a missing folder again.
   */
  enrol(linkId: string, record: RecordKey, enrolledBy: string): Promise<void>
  /** The same for many records, in one transaction. */
  enrolAll(linkId: string, records: readonly RecordKey[], enrolledBy: string): Promise<void>
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
   * @param priority why the pass runs: the remote's queues let the more urgent go first
   * @param givesWay asked before each op: whether the pass is to end for something more urgent (`outcome: 'more'`); `isThrough` when it has
   * done what was wanted and goes on with whatever is dirty
   * @throws SyncError of the store, where that does not even tell how the pass ended; else what went wrong is in the report
   */
  runPass(
    linkId: string,
    options: {
      readonly records: readonly RecordKey[] | null
      readonly owner: string
      readonly signal?: Cancellation | undefined
      readonly priority?: CallPriority | undefined
      readonly givesWay?: GivesWay | undefined
    },
  ): Promise<PassReport>
  /** Ends a link: what was bound is kept, to be compared when it is taken up again (S18). The caller revokes the grant. */
  unlink(linkId: string): Promise<void>
  /** Takes a revoked link up again: files that are alike are bound without a transfer, nothing is deleted unasked (S18). */
  relink(linkId: string): Promise<void>
  /**
   * Treats what is stored of a link as old, e.g. after the database came back from a backup (C91): everything is compared
   * again, and no deletion follows from it unasked.
   */
  distrust(linkId: string): Promise<void>
  /** Stops a record: both sides keep their files (S19). {@link Engine.enrol} takes it up again. */
  stop(linkId: string, record: RecordKey, actor: Actor): Promise<void>
  /** Pauses a record, or with `null` the link: what happens is noted, nothing follows from it until it is resumed (S19). */
  pause(linkId: string, record: RecordKey | null, actor: Actor): Promise<void>
  /** Ends a pause. A pass has to be requested afterwards. */
  resume(linkId: string, record: RecordKey | null, actor: Actor): Promise<void>
  /**
   * Confirms deletions that are held (S15, S19): the files go in the remote with the next pass.
   *
   * @param fileIds `null` for all of the record
   * @returns how many are confirmed
   */
  confirmDeletions(linkId: string, record: RecordKey, fileIds: readonly string[] | null, actor: Actor): Promise<number>
  /** Takes deletions that are held back: the files come from the remote into the host again, as new ones. */
  takeDeletionsBack(linkId: string, record: RecordKey, fileIds: readonly string[] | null, actor: Actor): Promise<number>
  /** Answers the question of a link that is held (S15). A pass has to be requested afterwards. */
  answerHold(linkId: string, answer: HoldAnswer, actor: Actor): Promise<void>
  /**
   * Decides a conflict (S4) in the host; the passes of all links carry it to the remotes. What does not stay is in the host's
   * trash or history, where it has one.
   *
   * @throws SyncError `not_found` when it is decided already, `precondition_failed` when a version changed meanwhile,
   * `host_refused` when the host cannot
   */
  resolveConflict(
    conflict: { readonly record: RecordKey; readonly fileId: string; readonly copyId: string },
    keep: ConflictChoice,
    actor: Actor,
  ): Promise<void>
  /**
   * Undoes what an activity row tells. A pass has to be requested afterwards.
   *
   * @throws SyncError `undo_expired` when it is too late or was undone, `precondition_failed` when the file changed since,
   * `not_found` when what it needs is gone
   */
  undo(activity: { readonly tenantId: string; readonly id: string }, actor: Actor): Promise<ActivityEntry>
  /** What a pass over these records would do, from what is stored and what the host has now. Writes nothing, asks no remote. */
  preview(linkId: string, records: readonly RecordKey[]): Promise<Preview>
  /**
   * Compares a full listing of the remote, the host's files and what is stored, and marks what differs for the next pass.
   * Costs a listing of both sides.
   *
   * @throws SyncError `lease_lost` while a pass runs
   */
  audit(
    linkId: string,
    options: { readonly owner: string; readonly signal?: Cancellation | undefined },
  ): Promise<AuditReport>
}
