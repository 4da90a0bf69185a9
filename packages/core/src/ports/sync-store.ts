import type { ActivityCode, ActivityEntry, NewActivity } from '../state/activity.ts'
import type { Instant } from '../domain/instant.ts'
import type { RecordKey, UserKey } from '../domain/record-ref.ts'
import type { PathLower, RemoteId } from '../domain/remote-path.ts'
import type { HostChange, HostChangePage } from './host-files.ts'
import type {
  Baseline,
  Conflict,
  DirtyKey,
  DirtyMark,
  Enrolment,
  FileCopy,
  FileOfRecord,
  FolderMap,
  HostMirrorRow,
  Lease,
  Link,
  MirrorEntry,
  ModuleFolder,
  Problem,
  RecordCounts,
} from './sync-rows.ts'

/** One change of the engine's state. A commit applies a list of them in one transaction. */
export type StoreWrite =
  | {
      readonly type: 'updateLink'
      readonly set: Partial<
        Pick<
          Link,
          | 'status'
          | 'cursor'
          | 'listingCursor'
          | 'mirrorGeneration'
          | 'feedPosition'
          | 'blockedUntil'
          | 'hold'
          | 'lastOkAt'
          | 'email'
          | 'displayName'
        >
      >
    }
  | { readonly type: 'putEnrolment'; readonly enrolment: Enrolment }
  /** Sets some fields of an enrolment; nothing happens when there is none, or when its status is not `ifStatus`. */
  | {
      readonly type: 'updateEnrolment'
      readonly record: RecordKey
      readonly set: Partial<Omit<Enrolment, 'linkId' | 'record' | 'enrolledBy' | 'enrolledAt'>>
      readonly ifStatus?: Enrolment['status'] | undefined
    }
  | { readonly type: 'putModuleFolder'; readonly moduleFolder: ModuleFolder }
  | { readonly type: 'putFolderMap'; readonly folderMap: FolderMap }
  | { readonly type: 'deleteFolderMap'; readonly record: RecordKey; readonly pathLower: PathLower }
  | { readonly type: 'putMirror'; readonly entry: MirrorEntry }
  /** Removes the entry at a path and everything below it from one generation. */
  | { readonly type: 'deleteMirror'; readonly generation: number; readonly pathLower: PathLower }
  /** Removes every entry of generations other than this one. */
  | { readonly type: 'keepGeneration'; readonly generation: number }
  | { readonly type: 'putBaseline'; readonly baseline: Baseline }
  | { readonly type: 'deleteBaseline'; readonly record: RecordKey; readonly fileId: string }
  | { readonly type: 'markDirty'; readonly key: DirtyKey }
  /** Takes a key off the list if it was not marked again since `mark`; `null` takes it off in any case. */
  | { readonly type: 'clearDirty'; readonly key: DirtyKey; readonly mark: number | null }
  | { readonly type: 'putProblem'; readonly problem: Problem }
  | { readonly type: 'deleteProblem'; readonly key: DirtyKey }
  | { readonly type: 'putConflict'; readonly conflict: Conflict }
  /** Removes the conflicts that a file is one side of. */
  | { readonly type: 'deleteConflicts'; readonly record: RecordKey; readonly fileId: string }
  | { readonly type: 'appendActivity'; readonly activity: NewActivity }
  /** What a row tells can no longer be undone, because it was. */
  | { readonly type: 'endUndo'; readonly activityId: string }

/** A page of rows; `next` is `null` on the last. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly next: string | null
}

/**
 * The engine's state (`docs/sync-rules.md`, "State"). Reads see committed state; writes go through {@link SyncStore.commit}, all or
 * nothing. Costs: every read is by key or by index, never a scan of what is not asked for. One that cannot answer now fails with the
 * `SyncError` `host_unavailable`: that ends a pass, and is no problem of a file or a record.
 */
export interface SyncStore {
  /** @throws SyncError `account_already_linked` when a link that is not revoked has this account (over all tenants). */
  createLink(link: Link): Promise<void>
  link(linkId: string): Promise<Link | null>
  /** The user's link that is not revoked. */
  linkOfUser(user: UserKey, provider: string): Promise<Link | null>
  /** The user's last revoked link to this account: relinking takes its state up again (S18). */
  revokedLink(user: UserKey, provider: string, accountId: string): Promise<Link | null>
  /** The link that is not revoked. */
  linkOfAccount(provider: string, accountId: string): Promise<Link | null>
  links(status: Link['status']): Promise<readonly Link[]>
  /** The links of a tenant to one provider that are not revoked, in the order of their users' ids; pages go on behind one. */
  linksOfTenant(
    tenantId: string,
    provider: string,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<Page<Link>>

  /** Takes the lease if it is free or expired; `null` when another owner has it. A taken lease has a greater token. */
  acquireLease(linkId: string, owner: string, now: Instant, until: Instant): Promise<Lease | null>
  /** Prolongs it; `false` when it was lost. */
  renewLease(lease: Lease, until: Instant): Promise<boolean>
  releaseLease(lease: Lease): Promise<void>
  /** Applies `writes` in order in one transaction. @throws SyncError `lease_lost` when the lease is no longer in force. */
  commit(lease: Lease, writes: readonly StoreWrite[]): Promise<void>
  /**
   * The same without a lease, for what a user asks while a pass may run: enrolling, marking dirty, changing a link's status.
   * A pass must expect it between any two of its commits.
   */
  commitUserRequest(linkId: string, writes: readonly StoreWrite[]): Promise<void>

  enrolment(linkId: string, record: RecordKey): Promise<Enrolment | null>
  /** In the order asked. */
  enrolmentsByRecord(linkId: string, records: readonly RecordKey[]): Promise<readonly (Enrolment | null)[]>
  enrolments(linkId: string): Promise<readonly Enrolment[]>
  /** Which links synchronise a record. */
  enrolmentsOfRecord(record: RecordKey): Promise<readonly Enrolment[]>
  moduleFolders(linkId: string): Promise<readonly ModuleFolder[]>
  folderMaps(linkId: string, record: RecordKey): Promise<readonly FolderMap[]>
  /** Those of each record, in the order asked. */
  folderMapsByRecord(linkId: string, records: readonly RecordKey[]): Promise<readonly (readonly FolderMap[])[]>

  /** Entries by path in one generation, in the order asked; `null` for what is not there. */
  mirror(linkId: string, generation: number, paths: readonly PathLower[]): Promise<readonly (MirrorEntry | null)[]>
  /** The entry at a path and everything below it. */
  mirrorTree(linkId: string, generation: number, root: PathLower): Promise<readonly MirrorEntry[]>
  /** Those of each root, in the order asked. */
  mirrorTrees(
    linkId: string,
    generation: number,
    roots: readonly PathLower[],
  ): Promise<readonly (readonly MirrorEntry[])[]>
  mirrorById(linkId: string, generation: number, ids: readonly RemoteId[]): Promise<readonly (MirrorEntry | null)[]>
  /** Pages through a whole generation in the order of paths, e.g. to compare two of them. */
  mirrorPage(linkId: string, generation: number, after: PathLower | null, limit: number): Promise<Page<MirrorEntry>>

  baselinesOfRecord(linkId: string, record: RecordKey): Promise<readonly Baseline[]>
  /** Those of each record, in the order asked. */
  baselinesByRecord(linkId: string, records: readonly RecordKey[]): Promise<readonly (readonly Baseline[])[]>
  /** Which records have a baseline of any status, in the order asked. */
  haveBaselines(linkId: string, records: readonly RecordKey[]): Promise<readonly boolean[]>
  /** Those that a person decides about, or has: removed in the remote (S5), or with a deletion that was held (S15). */
  undecidedBaselines(linkId: string, record: RecordKey): Promise<readonly Baseline[]>
  /** By file, in the order asked. */
  baselines(linkId: string, record: RecordKey, fileIds: readonly string[]): Promise<readonly (Baseline | null)[]>
  /** The same for files of several records. */
  baselinesByFile(linkId: string, files: readonly FileOfRecord[]): Promise<readonly (Baseline | null)[]>
  /** Baselines that are `on`, by path, in the order asked. */
  baselinesByPath(linkId: string, paths: readonly PathLower[]): Promise<readonly (Baseline | null)[]>
  /** Baselines of any status that are at one of these paths or below it, each once. */
  baselinesBelow(linkId: string, roots: readonly PathLower[]): Promise<readonly Baseline[]>
  /** Baselines of any status with one of these remote ids: a file that moved keeps its id (S7). */
  baselinesByRemoteId(linkId: string, ids: readonly RemoteId[]): Promise<readonly Baseline[]>
  /** Who has a copy of these files, over all links that are not revoked. */
  copies(record: RecordKey, fileIds: readonly string[]): Promise<readonly FileCopy[]>

  /** How many baselines of a link are `on`; no more than `limit` are counted, if that is given. */
  countBound(linkId: string, limit?: number): Promise<number>
  /**
   * How many baselines that are `on` are dirty by their path, or by their record, while one generation of the mirror has neither a
   * file at their path nor their remote id anywhere: what vanished and was not dealt with yet (S15). Counts no further than `limit`.
   * Costs what is dirty by path or by record.
   */
  countVanished(linkId: string, generation: number, limit: number): Promise<number>
  /** Those baselines. */
  vanished(linkId: string, generation: number): Promise<readonly Baseline[]>
  recordCounts(linkId: string, record: RecordKey): Promise<RecordCounts>
  /** Undecided conflicts of a record over all links that are not revoked, oldest first. */
  conflicts(record: RecordKey): Promise<readonly Conflict[]>

  /** What is dirty for a link, for these records or for all, oldest first. Keys of paused records are kept and left out. */
  dirty(
    linkId: string,
    options: { readonly records: readonly RecordKey[] | null; readonly limit: number },
  ): Promise<readonly DirtyMark[]>
  /** Which records have something dirty, in the order asked; a paused one has not. */
  areDirty(linkId: string, records: readonly RecordKey[]): Promise<readonly boolean[]>
  /** Problems of a record; with `null` those in no record. */
  problems(linkId: string, record: RecordKey | null): Promise<readonly Problem[]>
  /** Those of each record, in the order asked. */
  problemsByRecord(linkId: string, records: readonly RecordKey[]): Promise<readonly (readonly Problem[])[]>
  /** By key, in the order asked. */
  problemsByKey(linkId: string, keys: readonly DirtyKey[]): Promise<readonly (Problem | null)[]>
  /** Problems of a link that are due for another attempt. */
  dueProblems(linkId: string, now: Instant, limit: number): Promise<readonly Problem[]>

  /** Newest first. */
  activity(
    of: {
      readonly tenantId: string
      readonly linkId?: string | undefined
      readonly record?: RecordKey | undefined
      readonly fileId?: string | undefined
    },
    page: { readonly before: string | null; readonly limit: number },
  ): Promise<Page<ActivityEntry>>
  activityEntry(tenantId: string, id: string): Promise<ActivityEntry | null>
  /** How many rows of a code a link has since an instant: what a guard looks back at (S15). */
  countActivity(linkId: string, code: ActivityCode, since: Instant): Promise<number>

  /** What the last listing of a record told, for a host without a feed. Shared by all links. */
  hostMirror(record: RecordKey): Promise<readonly HostMirrorRow[]>
  /**
   * Replaces what a listing told of a record and appends what changed to the feed of its tenant, in one transaction. A listing that
   * another one overtook (`before` is not the last) changes nothing and gives `false`.
   *
   * @param listing `before` is when the record was last listed as the caller read it, `at` when this listing was complete, or earlier
   * for one that is to be repeated soon
   */
  putHostListing(
    record: RecordKey,
    listing: { readonly before: Instant | null; readonly at: Instant; readonly rows: readonly HostMirrorRow[] },
    changes: readonly HostChange[],
  ): Promise<boolean>
  /** When records were last listed, in the order asked; `null` for never. */
  hostListedAt(records: readonly RecordKey[]): Promise<readonly (Instant | null)[]>
  /** The active records of a link that were listed longest ago, before an instant or never. */
  dueHostListings(linkId: string, before: Instant, limit: number): Promise<readonly RecordKey[]>
  /** What listings found after a position, in order; `null` asks for the present position only. */
  hostFeed(tenantId: string, position: string | null, limit: number): Promise<HostChangePage>
}
