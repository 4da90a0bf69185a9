// Components
export { TwinfolderProvider, type TwinfolderProviderProps } from './provider/TwinfolderProvider.tsx'
export type { FilesSlots } from './files/slots.tsx'
export { FilesWidget, type FilesWidgetProps } from './files/FilesWidget.tsx'
export { DropboxSyncButton, type DropboxSyncButtonProps } from './sync/DropboxSyncButton.tsx'
export { DropboxIntegrationCard, type DropboxIntegrationCardProps } from './link/DropboxIntegrationCard.tsx'
export { SegmentSyncAction, type SegmentSyncActionProps } from './bulk/SegmentSyncAction.tsx'
export { SegmentSyncProgress, type SegmentSyncProgressProps } from './bulk/SegmentSyncProgress.tsx'

// Hooks: the same without looks
export { useSyncClient } from './provider/twinfolder-context.ts'
export { useConnection, useUnlink } from './link/use-connection.ts'
export { type LinkPause, useLinkPause } from './link/use-link-pause.ts'
export { type UseLinking, useLinking } from './link/use-linking.ts'
export type { Authorize, LinkRequest, LinkingState } from './link/late-linking.ts'
export { useLinkActivity, useRecordActivity } from './activity/use-activity.ts'
export { type UndoableActivity, isUndoable, useUndo } from './activity/use-undo.ts'
export { type RecordDecision, recordDecisions } from './decisions/record-decisions.ts'
export { type DecisionAnswer, type Decisions, useDecisions } from './decisions/use-decisions.ts'
export { type ConflictChoice, useConflicts, useResolveConflict } from './decisions/use-conflicts.ts'
export { recordView, useRecord } from './files/use-record.ts'
export { type Entry, type FilesList, entryKey, useFiles } from './files/use-files.ts'
export { filesPage } from './files/files-page.ts'
export { type FilesSort, type FilesView, filesPageSize } from './files/files-view.ts'
export { type FilesViewControl, useFilesView } from './files/use-files-view.ts'
export { type VersionChoice, useFile, useRestoreVersion } from './details/use-file.ts'
export { type DownloadFile, type FileActions, useFileActions } from './files/use-file-actions.ts'
export { type SelectableEntry, type Selection, useSelection } from './files/use-selection.ts'
export { type RecordUploads, useUploads } from './uploads/use-uploads.ts'
export type { Upload, UploadState } from './uploads/upload.ts'
export type { UploadView } from './uploads/upload-view.ts'
export { type Chosen, type ChosenFile, filesOfDrop, filesOfInput } from './uploads/chosen-file.ts'
export { type RequestSync, useRequestSync } from './sync/use-request-sync.ts'
export { type Pause, usePause } from './sync/use-pause.ts'
export {
  type BulkActions,
  bulkCounts,
  useBulkActions,
  useBulkPreflight,
  useBulkRecords,
  useBulkRun,
  useBulkRuns,
} from './bulk/use-bulk-run.ts'
export { queryKeys } from './provider/query-keys.ts'

// Words
export type { Messages } from './messages/messages.gen.ts'
export type { Language, LaterPart, Texts } from './messages/language.ts'
export type { MessagesOption } from './messages/use-loaded-language.ts'
export { useWords } from './messages/use-words.ts'
export type { Words } from './messages/words.ts'
export { useExplain } from './messages/use-explain.ts'
export { type FileState, fileState } from './files/file-state.ts'
export { type SyncStatusLine, syncStatusLine } from './sync/sync-status.ts'
export type { Explanation } from './messages/explain.ts'
