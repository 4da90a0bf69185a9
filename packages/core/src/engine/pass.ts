import { DEFAULT_MAX_FILE_BYTES } from '../domain/limits.ts'
import { type ContentHash, hashStream } from '../domain/content-hash.ts'
import { type RecordKey, recordKeyText } from '../domain/record-ref.ts'
import type { PathLower, RemoteId } from '../domain/remote-path.ts'
import type { Cancellation } from '../ports/cancellation.ts'
import type { Actor, HostFile } from '../ports/host-files.ts'
import type { RecordAccess, RecordDescription } from '../ports/host-records.ts'
import type { CallOptions, CallPriority, Remote } from '../ports/remote.ts'
import type { DirtyMark, Lease, Link, LinkHold } from '../ports/sync-rows.ts'
import type { StoreWrite } from '../ports/sync-store.ts'
import type { Inverse, NewActivity, Undo } from '../state/activity.ts'
import type { EngineEvent } from '../state/engine-event.ts'
import { instantOf } from '../state/instant-of.ts'
import { SyncError } from '../sync-error.ts'
import type { EngineOptions, GivesWay } from './engine.ts'
import { type EnrolmentIndex, enrolmentIndex } from './1-pull/enrolment-index.ts'
import { commitQueue } from './commit-queue.ts'
import { gathered } from './gathered.ts'
import { type KnownRows, knownRows } from './known-rows.ts'
import type { OpGroup } from './3-plan/plan-op.ts'
import type { RecordLookup } from './4-execute/find-created.ts'

/**
 * How long a lease is taken for; it is renewed while the pass works. After a crash nobody works for the link for that long. One that ran
 * out while a call took its time still holds until somebody takes it.
 */
export const LEASE_MS = 6000
const RENEW_AFTER_MS = 2000
const DAY_MS = 86_400_000
/** A pass gives way to others after this time (`outcome: 'more'`). */
const SLICE_MS = 20_000

/** {@link EngineOptions} with every default filled in. */
export interface Settings extends EngineOptions {
  readonly maxFileBytes: number
  readonly reattachOn: 'content-change' | 'explicit'
  readonly followRecordName: boolean
  readonly onRecordDeleted: 'keep' | 'deleteUnchanged'
  readonly relistAfterMs: number
  readonly transfers: number | undefined
  readonly onEvent: (event: EngineEvent) => void
}

export function settingsOf(options: EngineOptions): Settings {
  return {
    ...options,
    maxFileBytes: options.maxFileBytes ?? DEFAULT_MAX_FILE_BYTES,
    reattachOn: options.reattachOn ?? 'content-change',
    followRecordName: options.followRecordName ?? true,
    onRecordDeleted: options.onRecordDeleted ?? 'keep',
    relistAfterMs: options.relistAfterMs ?? 900_000,
    transfers: options.transfers,
    onEvent: options.onEvent ?? (() => undefined),
  }
}

/** How far a record is in this pass. */
export interface RecordProgress {
  done: number
  total: number
  bytes: number
}

/**
 * One pass over one link: what it works on, what it has learned, and the only way to write. Effects may run side by side;
 * transactions are one after the other.
 */
export interface Pass extends Settings {
  readonly link: Link
  /** The remote's and the store's word for us: moved on by pull and feed. */
  readonly position: {
    cursor: string | null
    listingCursor: string | null
    mirrorGeneration: number
    feedPosition: string | null
  }
  readonly remoteAccount: Remote
  readonly call: CallOptions
  /** What ends the pass before the next op; `null` while it goes on. */
  stopped: SyncError | 'more' | 'paused' | 'held' | null
  /** What the user is asked about the link, or has answered (S15). */
  hold: LinkHold | null
  /** The remote is full: uploads are not even tried (C82). */
  isFull: boolean
  /** Folders that the user may not write to any more: nothing more is tried there (C111). */
  readonly readOnlyFolders: Set<string>
  /** Failures of the remote or the host as a whole; after three the pass gives up for now. */
  failures: number
  /** What is dirty was looked through for deletions, and they are few enough (S15). */
  hasCountedDeletions: boolean
  /** Keys of files that were dirty in more than one record when this was first asked; `null` before that (C48). */
  movers: readonly DirtyMark[] | null
  /** When the next listing says whether a file that is absent is gone (S6), in ms since 1970; `null` when none is in doubt. */
  certainAt: number | null
  /** A condition failed: the feed has news that this pass has not seen. */
  needsPull: boolean
  /** What was wanted is done; the pass goes on with whatever is dirty. */
  isThrough: boolean
  hasWorked: boolean
  readonly ops: Map<string, number>
  readonly opsOfRecord: Map<string, number>
  readonly progress: Map<string, RecordProgress>
  /** Failed conditions by key: after five the key gets a problem. */
  readonly attempts: Map<string, number>
  /** Lowercase paths that the remote told where our own folding would have it otherwise (C58). */
  readonly aliases: Map<PathLower, PathLower>
  /** Files that the plan that is being carried out has an effect for, with the group of that op. */
  readonly planned: Map<string, OpGroup>
  /** Records with an upload into the host of the present plan of which nobody knows whether it happened, by their keys' texts. */
  readonly unsure: Set<string>
  /** Files whose baselines were written since the plan that is being carried out. */
  readonly rebound: Set<string>
  /** Records whose files this pass has looked at. */
  readonly touched: Map<string, RecordKey>
  /** What is known of the files of records whose host does not tell which file an upload became. */
  readonly lookups: Map<string, RecordLookup>
  /** The content hash of a file whose host has none: read once per version. */
  hashOf(file: HostFile): Promise<{ readonly hash: ContentHash }>
  /** Folders that were made, or found, for records in this pass. */
  readonly takenFolders: Map<RemoteId, RecordKey>
  readonly descriptions: Map<string, RecordDescription | null>
  readonly accesses: Map<string, RecordAccess>
  /** Rows of the records that are being settled, read for many of them at once. */
  readonly known: KnownRows
  enrolments(): Promise<EnrolmentIndex>
  /** Somebody stopped or paused a record: asked before each op (S19). */
  isLeft(record: RecordKey): Promise<boolean>
  /** Writes in one transaction, maybe with what ops beside this one write. */
  commit(writes: readonly StoreWrite[], about?: readonly RecordKey[]): Promise<void>
  /** Renews the lease when it is time; called while bytes pass. */
  keepLease(): Promise<void>
  /** Throws what stopped the pass, or the reason to stop it now. Called before each op. */
  assertGoingOn(): Promise<void>
  /** Ends the pass. */
  stop(why: NonNullable<Pass['stopped']>): never
  activity(row: ActivityRow): StoreWrite
  /** How a row can be undone, as long as the host keeps what that needs. */
  undo(module: RecordKey['module'], inverse: Inverse): Undo
  /** The link's user, for what they did in the remote. */
  readonly owner: Actor
}

/** What is told of an op; by the link's user, about no file and with nothing to undo, unless said otherwise. */
export type ActivityRow = Pick<NewActivity, 'record' | 'subject' | 'code' | 'direction'> &
  Partial<Pick<NewActivity, 'fileId' | 'actor' | 'details' | 'undo'>>

/** Thrown to leave the current op when the pass is over; never seen outside. */
export class PassStopped extends Error {
  override readonly name = 'PassStopped'
}

export function createPass(
  settings: Settings,
  start: {
    readonly link: Link
    readonly lease: Lease
    readonly remote: Remote
    readonly signal: Cancellation | undefined
    readonly priority?: CallPriority | undefined
    readonly givesWay?: GivesWay | undefined
  },
): Pass {
  const { store, clock, random } = settings
  const { link, lease, signal, priority, givesWay } = start
  const startedAt = clock.now()
  let renewedAt = startedAt
  let renewal: Promise<void> = Promise.resolve()
  let index: EnrolmentIndex | null = null
  const hashes = new Map<string, Promise<{ readonly hash: ContentHash }>>()

  const linkOf = gathered(async (ids: readonly string[]) => {
    const row = await store.link(link.id)
    return ids.map(() => row)
  })
  const enrolmentOf = gathered((records: readonly RecordKey[]) => store.enrolmentsByRecord(link.id, records))
  const commit = commitQueue(async (writes) => {
    await pass.keepLease()
    pass.known.forget(writes)
    if (pass.stopped instanceof SyncError && pass.stopped.code === 'lease_lost') throw pass.stopped
    await store.commit(lease, writes)
    for (const write of writes) {
      if (write.type === 'putEnrolment') index?.put(write.enrolment)
      // A record that was enrolled since the index was read is read with it: two records would get one folder otherwise (X41).
      if (write.type === 'updateEnrolment' && index?.has(write.record) === false) index = null
      if (write.type === 'updateEnrolment') index?.update(write.record, write.set)
      if (write.type === 'putBaseline') pass.rebound.add(fileText(write.baseline.record, write.baseline.fileId))
      if (write.type === 'deleteBaseline') pass.rebound.add(fileText(write.record, write.fileId))
    }
    pass.hasWorked = true
  })
  const renew = async (): Promise<void> => {
    if (clock.now() - renewedAt < RENEW_AFTER_MS) return
    renewedAt = clock.now()
    const isHeld = await store.renewLease(lease, instantOf(renewedAt + LEASE_MS))
    if (!isHeld) pass.stopped = new SyncError('lease_lost', `Another worker took over link "${link.id}".`)
  }
  const pass: Pass = {
    ...settings,
    link,
    position: {
      cursor: link.cursor,
      listingCursor: link.listingCursor,
      mirrorGeneration: link.mirrorGeneration,
      feedPosition: link.feedPosition,
    },
    remoteAccount: start.remote,
    call: { signal, priority },
    stopped: null,
    hold: link.hold,
    isFull: false,
    readOnlyFolders: new Set(),
    failures: 0,
    hasCountedDeletions: false,
    movers: null,
    certainAt: null,
    needsPull: false,
    isThrough: false,
    hasWorked: false,
    ops: new Map(),
    opsOfRecord: new Map(),
    progress: new Map(),
    attempts: new Map(),
    aliases: new Map(),
    planned: new Map(),
    lookups: new Map(),
    unsure: new Set(),
    rebound: new Set(),
    touched: new Map(),
    async hashOf(file) {
      const key = JSON.stringify([file.id, file.version])
      const known = hashes.get(key) ?? settings.files.read(file).then((body) => hashStream(body, settings.sha256))
      hashes.set(key, known)
      try {
        return await known
      } catch (error) {
        hashes.delete(key)
        throw error
      }
    },
    takenFolders: new Map(),
    descriptions: new Map(),
    accesses: new Map(),
    owner: { userId: link.user.userId, name: link.firstName, via: 'remote' },
    async enrolments() {
      index ??= enrolmentIndex(await store.enrolments(link.id))
      return index
    },
    known: knownRows(() => pass),
    async isLeft(record) {
      const status = (await enrolmentOf(record))?.status
      return status === 'stopped' || status === 'paused'
    },
    async commit(writes, about = []) {
      await commit(writes)
      for (const record of about) settings.onEvent({ type: 'recordChanged', linkId: link.id, record })
    },
    keepLease() {
      if (clock.now() - renewedAt >= RENEW_AFTER_MS) renewal = renewal.then(renew, renew)
      return renewal
    },
    async assertGoingOn() {
      if (pass.stopped === null && signal?.aborted) {
        pass.stopped = new SyncError('cancelled', 'The pass was cancelled.', { cause: signal.reason })
      }
      if (pass.stopped === null && (clock.now() - startedAt > SLICE_MS || givesWay?.(pass.isThrough) === true))
        pass.stopped = 'more'
      if (pass.stopped === null) {
        const status = (await linkOf(link.id))?.status
        // A link that is paused or held is watched only; whoever pauses it meanwhile is heard.
        const isWatched = (status === 'paused' || status === 'held') && status === link.status
        if (status !== 'active' && !isWatched) pass.stopped = 'paused'
      }
      if (pass.stopped !== null) throw new PassStopped('The pass is over.')
    },
    stop(why) {
      pass.stopped ??= why
      throw new PassStopped('The pass is over.')
    },
    activity: (row) => ({
      type: 'appendActivity',
      activity: {
        id: random.id(),
        at: instantOf(clock.now()),
        tenantId: link.user.tenantId,
        linkId: link.id,
        fileId: null,
        actor: pass.owner,
        details: {},
        undo: null,
        ...row,
      },
    }),
    undo: (module, inverse) => ({
      until: instantOf(clock.now() + settings.files.capabilities(module).retentionDays * DAY_MS),
      inverse,
    }),
  }
  return pass
}

/** A text that is equal for equal files of equal records. */
export function fileText(record: RecordKey, fileId: string): string {
  return JSON.stringify([recordKeyText(record), fileId])
}

/** Counts an op that was carried out, and tells of it. */
export function countOp(pass: Pass, type: string, record: RecordKey | null, subject: string): void {
  pass.ops.set(type, (pass.ops.get(type) ?? 0) + 1)
  if (record) pass.opsOfRecord.set(recordKeyText(record), (pass.opsOfRecord.get(recordKeyText(record)) ?? 0) + 1)
  pass.onEvent({ type: 'opDone', linkId: pass.link.id, record, op: type, subject })
}

/** Who last changed a file, for what goes to the remote. */
export function actorOf(file: HostFile | null, pass: Pass): Actor {
  return file?.updatedBy ?? { ...pass.owner, via: 'host' }
}
