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
