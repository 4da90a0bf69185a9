// Domain
export { type Brand } from './domain/brand.ts'
export { type ByteStream, type OpenBytes } from './domain/byte-stream.ts'
export {
  type ContentHash,
  type ContentHasher,
  type Sha256,
  contentHash,
  contentHasher,
  hashStream,
} from './domain/content-hash.ts'
export { type Instant, instant } from './domain/instant.ts'
export { DEFAULT_MAX_FILE_BYTES } from './domain/limits.ts'
export {
  type Module,
  type RecordKey,
  type RecordRef,
  type UserKey,
  isModule,
  modules,
  recordKeyText,
} from './domain/record-ref.ts'
export {
  type PathLower,
  type RemoteId,
  type RemotePath,
  type Revision,
  pathLower,
  remoteId,
  remotePath,
  revision,
} from './domain/remote-path.ts'
export { Secret } from './domain/secret.ts'
// Errors
export {
  SyncError,
  type SyncErrorClass,
  type SyncErrorCode,
  asSyncError,
  isSyncError,
  syncErrorClasses,
} from './sync-error.ts'
// Plug points
export { type Cancellation } from './ports/cancellation.ts'
export { type Clock } from './ports/clock.ts'
export { type Random } from './ports/random.ts'
export {
  type CallOptions,
  type Remote,
  type CallPriority,
  type ChangeNotice,
  type RemoteAccount,
  type RemoteChange,
  type RemoteChangePage,
  type RemoteDeletion,
  type RemoteEntry,
  type RemoteFile,
  type RemoteFolder,
  type RemoteLanes,
  type RemoteGrant,
  type RemoteProvider,
  type UploadPrecondition,
  type UploadRequest,
} from './ports/remote.ts'
export {
  type Actor,
  type BrowseEntry,
  type BrowseQuery,
  type CreateHostFile,
  type FileHistory,
  type FileSort,
  type FolderStep,
  type HostCapabilities,
  type HostChange,
  type HostChangePage,
  type HostContents,
  type HostFile,
  type HostFilePage,
  type HostFileVersion,
  type HostFiles,
  type HostFolder,
  type PlaceOptions,
} from './ports/host-files.ts'
export { type FeedPositions, feedPositionsOf } from './engine/1-pull/feed-position.ts'
export {
  type HostRecords,
  type MissingRight,
  type RecordAccess,
  type RecordDescription,
  type Segment,
} from './ports/host-records.ts'
export {
  type Baseline,
  type Conflict,
  type DirtyKey,
  type DirtyMark,
  type Enrolment,
  type FileCopy,
  type FolderMap,
  type HoldAnswer,
  type FileOfRecord,
  type HostMirrorRow,
  type Lease,
  type Link,
  type LinkHold,
  type MirrorEntry,
  type ModuleFolder,
  type Problem,
  type RecordCounts,
} from './ports/sync-rows.ts'
export { type Page, type StoreWrite, type SyncStore } from './ports/sync-store.ts'
// State that users see
export { type ActivityCode, type ActivityEntry, type Inverse, type NewActivity, type Undo } from './state/activity.ts'
export { dirtyKeyText, problemKeyText } from './state/dirty-key.ts'
export { type EngineEvent } from './state/engine-event.ts'
export { type FileSync, type FileSyncInput, fileSyncOf } from './state/file-sync.ts'
export { epochMsOf, instantOf } from './state/instant-of.ts'
export { type RecordSync, type RecordSyncInput, recordSyncOf } from './state/record-sync.ts'
// The engine
export { createEngine } from './engine/create-engine.ts'
export {
  type AuditKind,
  type AuditReport,
  type ConflictChoice,
  type Engine,
  type EngineOptions,
  type PassReport,
  type Preview,
} from './engine/engine.ts'
