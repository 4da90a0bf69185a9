import type { ActivityCode, ActivityEntry, NewActivity } from '../state/activity.ts'
import type { ContentHash } from '../domain/content-hash.ts'
import type { Instant } from '../domain/instant.ts'
import type { RecordKey, UserKey, Module } from '../domain/record-ref.ts'
import type { PathLower, RemoteId, RemotePath, Revision } from '../domain/remote-path.ts'
import type { SyncErrorCode } from '../sync-error.ts'
import type { HostChange, HostChangePage, HostFolder } from './host-files.ts'

/** One user's authorization to one remote account. At most one is not `revoked` per user and provider, and per account. */
export interface Link {
  readonly id: string
  readonly user: UserKey
  readonly provider: string
  readonly accountId: string
  readonly email: string
  readonly displayName: string
  /** Used in the names of conflict copies (S4). */
  readonly firstName: string
  /** Fixed at linking: the language of the module folders. */
  readonly locale: string
  readonly status: 'active' | 'paused' | 'held' | 'reconnect' | 'revoked'
  /** Where the remote's feed goes on; `null` asks for a full listing. */
  readonly cursor: string | null
  /** Where a full listing that was broken off goes on, into the generation after the one in force; `null` when none is under way. */
  readonly listingCursor: string | null
  /** Which generation of the mirror is in force. A full listing fills the next one, then swaps (C85, C86). */
  readonly mirrorGeneration: number
  /** Where the host's feed goes on, and what listings found instead of one; opaque, `null` before the first pass. */
  readonly feedPosition: string | null
  /** The remote asked for silence until then (C80). */
  readonly blockedUntil: Instant | null
  /** What `held` is about, and what the user answered; `null` when nothing is held (S15). */
  readonly hold: LinkHold | null
  readonly lastOkAt: Instant | null
  readonly createdAt: Instant
}

/** So many files were gone from the remote at once that a person is asked before anything follows from it (S15). */
export interface LinkHold {
  /** How many bound files were gone. */
  readonly vanished: number
  /** `null` until the user answers; the next pass carries the answer out. */
  readonly answer: HoldAnswer | null
}

/** `putBack`: the files go to the remote again. `stop`: the removal was meant; they stay in the host only. */
export type HoldAnswer = 'putBack' | 'stop'

/** A record that a link synchronises. It exists before the folder does. */
export interface Enrolment {
  readonly linkId: string
  readonly record: RecordKey
  readonly status: 'active' | 'paused' | 'stopped' | 'folderMissing' | 'orphaned'
  /** Taken up again after a stop or an unlinking: its baselines count as `suspended` until a pass has written that (S18, S19). */
  readonly resuming: boolean
  readonly direction: 'both' | 'toDropbox'
  readonly folderId: RemoteId | null
  readonly folder: RemotePath | null
  readonly folderLower: PathLower | null
  /** The folder's name as we last set it; another name on it is the user's, and stays (S9). */
  readonly lastNameWeSet: string | null
  readonly enrolledBy: string
  readonly enrolledAt: Instant
  /** When a pass last left nothing to do for this record. */
  readonly lastSettledAt: Instant | null
}

/** The folder of a module in a link's app folder: created once, followed by id, never renamed by us. */
export interface ModuleFolder {
  readonly linkId: string
  readonly module: Module
  readonly folderId: RemoteId
  readonly folder: RemotePath
  readonly folderLower: PathLower
}

/** The baseline of a folder inside a record (S13). */
export interface FolderMap {
  readonly linkId: string
  readonly record: RecordKey
  readonly remoteId: RemoteId | null
  readonly pathLower: PathLower
  readonly path: RemotePath
  readonly hostFolder: HostFolder
  readonly createdByUs: boolean
}

/** What the remote last told us about one path. */
export interface MirrorEntry {
  readonly linkId: string
  readonly generation: number
  readonly pathLower: PathLower
  readonly path: RemotePath
  readonly name: string
  readonly kind: 'file' | 'folder'
  readonly remoteId: RemoteId
  /** `null` for folders. */
  readonly revision: Revision | null
  readonly contentHash: ContentHash | null
  readonly sizeBytes: number
  readonly downloadable: boolean
  readonly modifiedAt: Instant | null
}

/** What both sides held after the last finished pass for one file of one link. */
export interface Baseline {
  readonly linkId: string
  readonly record: RecordKey
  readonly fileId: string
  /**
   * `detached`: kept in the CRM, removed in the remote (S5). `putBack`: removed there, and a person wants it there again under the name
   * that it had (C22, C30). `suspended`: unlinked or stopped (S18).
   */
  readonly status: 'on' | 'detached' | 'putBack' | 'suspended'
  readonly pathLower: PathLower
  readonly path: RemotePath
  /** The allocated name in the remote (S12). */
  readonly remoteName: string
  readonly hostName: string
  readonly hostFolder: HostFolder
  readonly remoteId: RemoteId
  readonly revision: Revision
  readonly contentHash: ContentHash
  readonly hostVersion: string
  readonly sizeBytes: number
  /** The file is gone in the host, and a person is asked before it goes in the remote (S15, S19): not yet, or yes. */
  readonly deletion: 'held' | 'confirmed' | null
  /** Uploads of a file that is edited all the time are spaced out from then on; `null` before the first (C94). */
  readonly pacedUntil: Instant | null
}

/** Two versions of one file that a person has not decided on yet (S4). Both are files in the host. */
export interface Conflict {
  readonly linkId: string
  readonly record: RecordKey
  /** The file that kept its name: the host's version. */
  readonly fileId: string
  /** The file that the remote's version became. */
  readonly copyId: string
  readonly name: string
  readonly copyName: string
  readonly contentHash: ContentHash | null
  readonly copyHash: ContentHash
  readonly at: Instant
}

/** Something to look at: a file of a record (by its id in the host) or a path in the remote. */
export type DirtyKey =
  | { readonly type: 'file'; readonly record: RecordKey; readonly fileId: string }
  | { readonly type: 'path'; readonly record: RecordKey | null; readonly pathLower: PathLower }
  /** The record itself: its folder, its name, its files as a whole. */
  | { readonly type: 'record'; readonly record: RecordKey }

/** A key that is dirty. `mark` grows each time it is marked: what was read may be cleared without losing a later mark. */
export interface DirtyMark {
  readonly key: DirtyKey
  readonly mark: number
}

/** Why one file (or path, or record) is not synchronised, and when it is tried again. */
export interface Problem {
  readonly linkId: string
  readonly record: RecordKey | null
  readonly key: DirtyKey
  readonly code: SyncErrorCode
  /** Shown beside the code, e.g. the name of the file. Never a token, never content. */
  readonly subject: string
  readonly attempts: number
  /** `null`: not until the input changes. */
  readonly retryAt: Instant | null
  /** What the failure was about: another value is another input, and is tried at once (S14). */
  readonly input: string
}

/** The right to write for a link. Every commit checks `token`; an older holder's commit is refused (S17). */
export interface Lease {
  readonly linkId: string
  readonly owner: string
  readonly token: number
}

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

/** How many users hold a file in their remote account. */
export interface FileCopy {
  readonly fileId: string
  readonly linkId: string
  readonly firstName: string
  readonly userId: string
  readonly status: Baseline['status']
}

/** How many files of a record are in which state; what a record's line needs without reading its files. */
export interface RecordCounts {
  /** Keys that are dirty, at most 1,000 are counted. */
  readonly dirty: number
  readonly bound: number
  readonly detached: number
  /** Deletions that wait for a person (S15). */
  readonly held: number
}

/** A file of the host, which may have the same id in another record. */
export interface FileOfRecord {
  readonly record: RecordKey
  readonly fileId: string
}

/** What the last listing of a record told of one file, for a host without a change feed. */
export interface HostMirrorRow {
  readonly fileId: string
  readonly version: string
  /** In how many complete listings in a row it was absent; 2 when it is deleted, kept as long as a link remembers it. */
  readonly absences: number
}

/**
 * The engine's state (`docs/sync-rules.md`, "State"). Reads see committed state; writes go through {@link SyncStore.commit}, all or
 * nothing. Costs: every read is by key or by index, never a scan of what is not asked for.
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
