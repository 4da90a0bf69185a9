import type { ByteStream, OpenBytes } from '../domain/byte-stream.ts'
import type { ContentHash } from '../domain/content-hash.ts'
import type { Instant } from '../domain/instant.ts'
import type { Module, RecordKey } from '../domain/record-ref.ts'
import type { CallOptions } from './remote.ts'

/** A folder of a record as the names from its root; the root is `[]`. A host folder has no id. */
export type HostFolder = readonly string[]

/** Who did something: a user of the CRM, by hand or through their linked account. */
export interface Actor {
  readonly userId: string | null
  readonly name: string
  readonly via: 'host' | 'remote'
}

/** A file of a record. */
export interface HostFile {
  readonly record: RecordKey
  readonly id: string
  readonly name: string
  readonly folder: HostFolder
  readonly sizeBytes: number
  readonly mediaType: string
  /**
   * Opaque; another version means that name, folder or content may have changed. Equal versions of one file promise that nothing
   * did, and a listing and a point read give the same one: the engine looks no further then. A host without versions makes a text of
   * what changes with them, e.g. of name, folder, size and time of the last change; what such a text cannot tell apart, such as two
   * edits of one size within one tick of the host's clock, stays unseen until the next edit.
   */
  readonly version: string
  /** `null` where the host has none; the engine then reads the file once. */
  readonly contentHash: ContentHash | null
  readonly updatedAt: Instant
  readonly updatedBy: Actor
}

/** What a module of the host can do. The engine and the widget offer only that (`docs/architecture.md`). */
export interface HostCapabilities {
  /** `false`: the module is one-way, to the remote only, from the start. */
  readonly upload: boolean
  readonly replace: boolean
  readonly rename: boolean
  readonly move: boolean
  /** Whether `createFrom` exists: a copy inside the host without a transfer. */
  readonly copy: boolean
  readonly trash: boolean
  /** Whether `restoreVersion` exists: old contents of a file can be made current again. */
  readonly versions: boolean
  /** How long trash and old versions are kept, in days. */
  readonly retentionDays: number
  readonly folders: 'none' | 'flat' | 'nested'
  readonly emptyFolders: boolean
  readonly hash: boolean
  /**
   * Whether `create` tells which file it made, and makes one file for one idempotency key. `false`: it answers `null`, and the file is
   * looked up in a listing, so a listing must show what was created before it.
   */
  readonly createdId: boolean
  /** `feed`: `changes` exists. `list`: complete listings are compared, and a file counts as deleted after two of them. */
  readonly changes: 'feed' | 'list'
  /** Whether `expectedVersion` is honoured. `false`: never overwrite in place. */
  readonly conditional: boolean
  readonly maxFileBytes: number
}

/** A page of files in the host's own order; `next` is `null` on the last. */
export interface HostFilePage {
  readonly files: readonly HostFile[]
  readonly next: string | null
}

/** One row of the host's change feed, or of what listings found instead. */
export type HostChange =
  | { readonly type: 'upsert'; readonly record: RecordKey; readonly fileId: string }
  | { readonly type: 'delete'; readonly record: RecordKey; readonly fileId: string }

/** Changes after a position, in order. */
export interface HostChangePage {
  readonly changes: readonly HostChange[]
  readonly position: string
  readonly hasMore: boolean
}

/** A new file. The same `idempotencyKey` gives the same file again, however often it is created (C75). */
export interface CreateHostFile {
  readonly folder: HostFolder
  /** Given by a person or a remote. A name that is taken gets ` (2)`; the reply tells the name. */
  readonly name: string
  readonly actor: Actor
  readonly idempotencyKey: string
}

/** Contents for the host, with what is known of them; other bytes are refused with `hash_mismatch`. */
export interface HostContents {
  readonly open: OpenBytes
  readonly sizeBytes: number
  readonly contentHash: ContentHash | null
}

/** What files are sorted by; with `-` the other way round. */
export type FileSort = `${'' | '-'}${'name' | 'updatedAt' | 'sizeBytes' | 'type'}`

/** Contents that a file has or had, with the name that it had then. A change of the name alone is a version, too. */
export interface HostFileVersion {
  readonly version: string
  readonly name: string
  readonly sizeBytes: number
  readonly mediaType: string
  readonly contentHash: ContentHash | null
  readonly updatedAt: Instant
  readonly updatedBy: Actor
}

/** Where a file comes from. */
export interface FileHistory {
  /** `null` where the host does not know. */
  readonly createdAt: Instant | null
  readonly createdBy: Actor | null
  /** Newest first, beginning with the present one; without the capability `versions` there is no other. */
  readonly versions: readonly HostFileVersion[]
}

/** What to do about a name that is taken: give the file a number, or refuse with `name_taken`. */
export interface PlaceOptions {
  /** @default 'number' */
  readonly ifTaken?: 'number' | 'refuse' | undefined
}

/** A step of a change to a folder with everything in it: so many files of it at a time, in a transaction of their own. */
export interface FolderStep {
  readonly actor: Actor
  readonly limit: number
}

/** A page of one folder, as a person browses it: folders first, then files, sorted by the host. */
export interface BrowseQuery {
  readonly folder: HostFolder
  readonly offset: number
  readonly limit: number
  /** `type`: by what follows the last dot of the name. */
  readonly sort: FileSort
  /** Searches names in the folder and below it. */
  readonly search: string | null
}

/** One row of a browsed folder. */
export type BrowseEntry =
  | { readonly kind: 'folder'; readonly folder: HostFolder; readonly fileCount: number | null }
  | { readonly kind: 'file'; readonly file: HostFile }

/**
 * The CRM's files. Built for poor hosts: what is optional may be missing, and {@link HostCapabilities} says so.
 *
 * Writes are conditional where the host can: a version that is not the current one is
 * `SyncError('precondition_failed')`. A file that is gone is `not_found`. All methods throw {@link SyncError} only.
 */
export interface HostFiles {
  capabilities(module: Module): HostCapabilities
  /** All files of a record, in pages of at most `limit`. A page that cannot be had is a failure, never an empty page. */
  list(record: RecordKey, page: { readonly after: string | null; readonly limit: number }): Promise<HostFilePage>
  /** Point reads, in the order asked; `null` for what is gone. */
  get(record: RecordKey, fileIds: readonly string[]): Promise<readonly (HostFile | null)[]>
  /** One folder as a person browses it, with the total; a host without it has its files listed and sorted for it. */
  browse?(
    record: RecordKey,
    query: BrowseQuery,
  ): Promise<{ readonly entries: readonly BrowseEntry[]; readonly total: number }>
  /** Changes of all records of modules with a `feed`, by tenant; `null` asks for the present position only. */
  changes?(tenantId: string, position: string | null): Promise<HostChangePage>
  /** The contents of a file, or `range` of them (`end` exclusive): of any version that `history` tells. @throws `not_found` */
  read(
    file: { readonly record: RecordKey; readonly id: string; readonly version: string },
    options?: CallOptions & { readonly range?: { readonly start: number; readonly end: number } | undefined },
  ): Promise<ByteStream>
  /**
   * A new file. A host that does not tell which file an upload became (`createdId`) answers `null`: it is then looked up by folder,
   * name and content, also before a repetition, so that such a host needs no idempotency keys.
   */
  create(
    record: RecordKey,
    file: CreateHostFile,
    contents: HostContents,
    options?: CallOptions,
  ): Promise<HostFile | null>
  /**
   * Refuses what there is no room for before any of it is sent; `create` and `replace` ask again. Absent where they alone can tell.
   * @throws `host_full`
   */
  assertRoom?(record: RecordKey, sizeBytes: number): Promise<void>
  /** A new file with the contents of another one, without a transfer. */
  createFrom?(
    record: RecordKey,
    file: CreateHostFile,
    source: { readonly record: RecordKey; readonly id: string; readonly version: string },
  ): Promise<HostFile>
  /** New contents for a file; the old ones stay in its history where the host keeps one. */
  replace?(
    file: { readonly record: RecordKey; readonly id: string; readonly expectedVersion: string },
    contents: HostContents,
    change: { readonly actor: Actor; readonly idempotencyKey: string },
    options?: CallOptions,
  ): Promise<HostFile>
  rename?(
    file: { readonly record: RecordKey; readonly id: string; readonly expectedVersion: string },
    name: string,
    actor: Actor,
    options?: PlaceOptions,
  ): Promise<HostFile>
  move?(
    file: { readonly record: RecordKey; readonly id: string; readonly expectedVersion: string },
    folder: HostFolder,
    actor: Actor,
    options?: PlaceOptions,
  ): Promise<HostFile>
  remove(
    file: { readonly record: RecordKey; readonly id: string; readonly expectedVersion: string },
    actor: Actor,
  ): Promise<void>
  /** Takes a removed file out of the trash under its old id. */
  restore?(file: { readonly record: RecordKey; readonly id: string }, actor: Actor): Promise<HostFile>
  /** Makes an old version's contents the current ones, as a new version. Only with `versions`. @throws `not_found` */
  restoreVersion?(
    file: { readonly record: RecordKey; readonly id: string; readonly expectedVersion: string },
    version: string,
    actor: Actor,
  ): Promise<HostFile>
  /** The newest versions of a file, at most `limit`, and who made it. @throws `not_found` */
  history?(
    file: { readonly record: RecordKey; readonly id: string },
    options: { readonly limit: number },
  ): Promise<FileHistory>
  /** For each of these hashes that a file of the record has, one such file. Only with `hash`. */
  findByHash?(record: RecordKey, hashes: readonly ContentHash[]): Promise<readonly HostFile[]>
  /**
   * Gives a folder another path, which nothing has: moves some of the files in it and below it, and when none is left, the folders.
   * Call again while `hasMore`. A folder that is not there moves nothing. Only with `move`.
   */
  moveFolder?(
    record: RecordKey,
    folder: HostFolder,
    to: HostFolder,
    step: FolderStep,
  ): Promise<{ readonly files: number; readonly hasMore: boolean }>
  /**
   * Removes a folder: some of the files in it and below it, each as `remove` does, and when none is left, the folders, which are told
   * then. Call again while `hasMore`. A folder that is not there removes nothing.
   */
  deleteFolder?(
    record: RecordKey,
    folder: HostFolder,
    step: FolderStep,
  ): Promise<{
    readonly files: readonly HostFile[]
    readonly folders: readonly HostFolder[]
    readonly hasMore: boolean
  }>
  /** Creates an empty folder; an existing one is a success. Only with `emptyFolders`. */
  createFolder?(record: RecordKey, folder: HostFolder, actor: Actor): Promise<void>
  /** All folders of a record that exist without or with files. Only with `emptyFolders`. */
  folders?(record: RecordKey): Promise<readonly HostFolder[]>
}
