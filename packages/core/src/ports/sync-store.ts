import type { ActivityEntry, NewActivity } from '../state/activity.ts'
import type { ContentHash } from '../domain/content-hash.ts'
import type { Instant } from '../domain/instant.ts'
import type { RecordKey, UserKey, Module } from '../domain/record-ref.ts'
import type { PathLower, RemoteId, RemotePath, Revision } from '../domain/remote-path.ts'
import type { SyncErrorCode } from '../sync-error.ts'
import type { HostFolder } from './host-files.ts'

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
  /** Which generation of the mirror is in force. A full listing fills the next one, then swaps (C85, C86). */
  readonly mirrorGeneration: number
  /** Where the host's feed goes on; `null` before the first pass. */
  readonly feedPosition: string | null
  /** The remote asked for silence until then (C80). */
  readonly blockedUntil: Instant | null
  readonly lastOkAt: Instant | null
  readonly createdAt: Instant
}

/** A record that a link synchronises. It exists before the folder does. */
export interface Enrolment {
  readonly linkId: string
  readonly record: RecordKey
  readonly status: 'active' | 'paused' | 'stopped' | 'folderMissing' | 'orphaned'
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
  /** `goneInHost`: removed in the CRM; the empty folder stays in the remote and is not imported again. */
  readonly status: 'on' | 'goneInHost'
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
  /** `detached`: kept in the CRM, removed in the remote (S5). `suspended`: unlinked or stopped (S18). */
  readonly status: 'on' | 'detached' | 'suspended'
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
}

/** Something to look at: a file of a record (by its id in the host) or a path in the remote. */
export type DirtyKey =
  | { readonly type: 'file'; readonly record: RecordKey; readonly fileId: string }
  | { readonly type: 'path'; readonly record: RecordKey | null; readonly pathLower: PathLower }
  /** The record itself: its folder, its name, its files as a whole. */
  | { readonly type: 'record'; readonly record: RecordKey }

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
          | 'mirrorGeneration'
          | 'feedPosition'
          | 'blockedUntil'
          | 'lastOkAt'
          | 'email'
          | 'displayName'
        >
      >
    }
  | { readonly type: 'putEnrolment'; readonly enrolment: Enrolment }
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
  | { readonly type: 'clearDirty'; readonly key: DirtyKey }
  | { readonly type: 'putProblem'; readonly problem: Problem }
  | { readonly type: 'deleteProblem'; readonly key: DirtyKey }
  | { readonly type: 'appendActivity'; readonly activity: NewActivity }

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
  enrolments(linkId: string): Promise<readonly Enrolment[]>
  /** Which links synchronise a record. */
  enrolmentsOfRecord(record: RecordKey): Promise<readonly Enrolment[]>
  moduleFolders(linkId: string): Promise<readonly ModuleFolder[]>
  folderMaps(linkId: string, record: RecordKey): Promise<readonly FolderMap[]>

  /** Entries by path in one generation, in the order asked; `null` for what is not there. */
  mirror(linkId: string, generation: number, paths: readonly PathLower[]): Promise<readonly (MirrorEntry | null)[]>
  /** The entry at a path and everything below it. */
  mirrorTree(linkId: string, generation: number, root: PathLower): Promise<readonly MirrorEntry[]>
  mirrorById(linkId: string, generation: number, ids: readonly RemoteId[]): Promise<readonly (MirrorEntry | null)[]>
  /** Pages through a whole generation in the order of paths, e.g. to compare two of them. */
  mirrorPage(linkId: string, generation: number, after: PathLower | null, limit: number): Promise<Page<MirrorEntry>>

  baselinesOfRecord(linkId: string, record: RecordKey): Promise<readonly Baseline[]>
  /** By file, in the order asked. */
  baselines(linkId: string, record: RecordKey, fileIds: readonly string[]): Promise<readonly (Baseline | null)[]>
  /** Baselines that are `on`, by path, in the order asked. */
  baselinesByPath(linkId: string, paths: readonly PathLower[]): Promise<readonly (Baseline | null)[]>
  /** Baselines of any status that are at a path or below it. */
  baselinesBelow(linkId: string, root: PathLower): Promise<readonly Baseline[]>
  /** Baselines of any status with one of these remote ids: a file that moved keeps its id (S7). */
  baselinesByRemoteId(linkId: string, ids: readonly RemoteId[]): Promise<readonly Baseline[]>
  /** Who has a copy of these files, over all links that are not revoked. */
  copies(record: RecordKey, fileIds: readonly string[]): Promise<readonly FileCopy[]>

  /** What is dirty for a link, for these records or for all, oldest first. */
  dirty(
    linkId: string,
    options: { readonly records: readonly RecordKey[] | null; readonly limit: number },
  ): Promise<readonly DirtyKey[]>
  problems(linkId: string, record: RecordKey | null): Promise<readonly Problem[]>
  /** Problems of a link that are due for another attempt. */
  dueProblems(linkId: string, now: Instant, limit: number): Promise<readonly Problem[]>

  /** Newest first. */
  activity(
    of: { readonly tenantId: string; readonly linkId?: string | undefined; readonly record?: RecordKey | undefined },
    page: { readonly before: string | null; readonly limit: number },
  ): Promise<Page<ActivityEntry>>
}
