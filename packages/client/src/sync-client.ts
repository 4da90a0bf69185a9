import {
  type ActivityPage,
  type AnswerResult,
  type BulkPreflight,
  type BulkRecord,
  type BulkEnd,
  type BulkRun,
  type Conflict,
  type Connection,
  type ContentUrl,
  type FileEntry,
  type FilePage,
  type FolderEntry,
  type Module,
  type OperationOutput,
  type Preview,
  type RecordRef,
  type RecordSync,
  type RecordView,
  type SegmentRef,
  folderParam,
} from '@twinfolder/protocol'

import { TwinfolderError } from './api-error.ts'
import type { AdapterCallOptions, AdapterResult, AdapterUpload, EventListener, SyncAdapter } from './sync-adapter.ts'

/** Which part of a folder to list, and how. */
export interface FileQuery {
  readonly folder: readonly string[]
  readonly offset?: number | undefined
  /** At most 500. @default 100 */
  readonly limit?: number | undefined
  /** @default 'name' */
  readonly sort?: 'name' | '-name' | 'updatedAt' | '-updatedAt' | 'sizeBytes' | '-sizeBytes' | undefined
  /** Searches names in the folder and below it. */
  readonly search?: string | undefined
}

/** The typed client of the widget: a method for each thing that a user can do. All methods throw {@link TwinfolderError}. */
export interface SyncClient {
  /** The adapter beneath, for what has no method of its own. */
  readonly adapter: SyncAdapter
  getConnection(options?: AdapterCallOptions): Promise<Connection>
  beginLink(
    request: {
      readonly mode: 'popup' | 'redirect'
      readonly returnTo?: string | undefined
      readonly useAnotherAccount?: boolean | undefined
    },
    options?: AdapterCallOptions,
  ): Promise<OperationOutput<'beginLink'>>
  completeLink(callbackUrl: string, options?: AdapterCallOptions): Promise<Connection>
  unlink(options?: AdapterCallOptions): Promise<Connection>
  /** Nothing of the user's is transferred until {@link SyncClient.resumeLink}. */
  pauseLink(options?: AdapterCallOptions): Promise<Connection>
  resumeLink(options?: AdapterCallOptions): Promise<Connection>
  /** Many files were gone from Dropbox at once: send them again, or keep them here only. */
  answerHold(answer: 'putBack' | 'stop', options?: AdapterCallOptions): Promise<Connection>
  listLinkActivity(page?: { readonly before?: string | undefined }, options?: AdapterCallOptions): Promise<ActivityPage>
  /** @param watch a person looks at the record now: its link is polled every few seconds for the next minute. */
  getRecord(
    record: RecordRef,
    request?: { readonly watch?: boolean | undefined },
    options?: AdapterCallOptions,
  ): Promise<RecordView>
  listFiles(record: RecordRef, query: FileQuery, options?: AdapterCallOptions): Promise<FilePage>
  uploadFile(
    upload: AdapterUpload,
    options?: AdapterCallOptions & { readonly onProgress?: ((sentBytes: number) => void) | undefined },
  ): Promise<FileEntry>
  createFolder(record: RecordRef, folder: readonly string[], options?: AdapterCallOptions): Promise<FolderEntry>
  deleteFiles(
    record: RecordRef,
    files: readonly { readonly id: string; readonly version: string }[],
    options?: AdapterCallOptions,
  ): Promise<OperationOutput<'deleteFiles'>>
  /** Takes deleted files out of the CRM's trash. Only where `capabilities.trash`. */
  restoreFiles(record: RecordRef, fileIds: readonly string[], options?: AdapterCallOptions): Promise<AnswerResult>
  contentUrl(
    record: RecordRef,
    fileId: string,
    request: { readonly inline: boolean },
    options?: AdapterCallOptions,
  ): Promise<ContentUrl>
  /** The button. Idempotent: pressing again is harmless. */
  requestSync(record: RecordRef, options?: AdapterCallOptions): Promise<RecordSync>
  /** Both sides keep their files; {@link SyncClient.requestSync} takes it up again. */
  stopSync(record: RecordRef, options?: AdapterCallOptions): Promise<RecordSync>
  pauseSync(record: RecordRef, options?: AdapterCallOptions): Promise<RecordSync>
  resumeSync(record: RecordRef, options?: AdapterCallOptions): Promise<RecordSync>
  /** What the next pass would do. */
  previewSync(record: RecordRef, options?: AdapterCallOptions): Promise<Preview>
  /**
   * Files that were removed in Dropbox and kept here: send them again, or delete them here, too.
   *
   * @param fileIds at most 1,000; `null` for all of the record
   */
  answerDetached(
    record: RecordRef,
    answer: 'putBack' | 'deleteHere',
    fileIds: readonly string[] | null,
    options?: AdapterCallOptions,
  ): Promise<AnswerResult>
  /**
   * Deletions that wait before they reach Dropbox: delete there, too, or bring the files back.
   *
   * @param fileIds at most 1,000; `null` for all of the record
   */
  answerHeld(
    record: RecordRef,
    answer: 'delete' | 'takeBack',
    fileIds: readonly string[] | null,
    options?: AdapterCallOptions,
  ): Promise<AnswerResult>
  /** Files with two versions that nobody has decided on, at most a hundred. */
  listConflicts(record: RecordRef, options?: AdapterCallOptions): Promise<readonly Conflict[]>
  resolveConflict(
    record: RecordRef,
    conflict: { readonly fileId: string; readonly copyId: string },
    keep: 'host' | 'remote' | 'both',
    options?: AdapterCallOptions,
  ): Promise<RecordSync>
  /** Undoes what a row of a record's activity tells. */
  undoActivity(record: RecordRef, activityId: string, options?: AdapterCallOptions): Promise<RecordSync>
  listRecordActivity(
    record: RecordRef,
    page?: { readonly before?: string | undefined },
    options?: AdapterCallOptions,
  ): Promise<ActivityPage>
  preflightBulk(segment: SegmentRef, options?: AdapterCallOptions): Promise<BulkPreflight>
  startBulk(segment: SegmentRef, options?: AdapterCallOptions): Promise<BulkRun>
  listBulk(filter?: { readonly module?: Module | undefined }, options?: AdapterCallOptions): Promise<readonly BulkRun[]>
  getBulk(bulkId: string, options?: AdapterCallOptions): Promise<BulkRun>
  listBulkRecords(
    bulkId: string,
    query?: {
      readonly end?: BulkEnd | undefined
      readonly offset?: number | undefined
      readonly limit?: number | undefined
    },
    options?: AdapterCallOptions,
  ): Promise<{ readonly rows: readonly BulkRecord[]; readonly total: number; readonly offset: number }>
  cancelBulk(bulkId: string, options?: AdapterCallOptions): Promise<BulkRun>
  retryBulk(bulkId: string, options?: AdapterCallOptions): Promise<BulkRun>
  subscribe(listener: EventListener): () => void
}

/** The typed client over an adapter. Holds no state and makes no request by itself. */
export function createSyncClient(adapter: SyncAdapter): SyncClient {
  const call: SyncAdapter['call'] = (operation, input, options) => adapter.call(operation, input, options)
  const path = (record: RecordRef) => ({ module: record.module, recordId: record.id })
  return {
    adapter,
    getConnection: (options) => unwrap(call('getConnection', {}, options)),
    beginLink: ({ mode, returnTo = '/', useAnotherAccount = false }, options) =>
      unwrap(call('beginLink', { body: { mode, returnTo, useAnotherAccount } }, options)),
    completeLink: (callbackUrl, options) => unwrap(call('completeLink', { body: { callbackUrl } }, options)),
    unlink: (options) => unwrap(call('unlink', {}, options)),
    pauseLink: (options) => unwrap(call('pauseLink', {}, options)),
    resumeLink: (options) => unwrap(call('resumeLink', {}, options)),
    answerHold: (answer, options) => unwrap(call('answerHold', { body: { answer } }, options)),
    listLinkActivity: (page = {}, options) => unwrap(call('listLinkActivity', { query: present(page) }, options)),
    getRecord: (record, { watch = false } = {}, options) =>
      unwrap(call('getRecord', { path: path(record), query: { watch: watch ? 'true' : 'false' } }, options)),
    listFiles: (record, { folder, ...query }, options) =>
      unwrap(
        call('listFiles', { path: path(record), query: { ...present(query), folder: folderParam(folder) } }, options),
      ),
    uploadFile: (upload, options) => unwrap(adapter.upload(upload, options)),
    createFolder: (record, folder, options) =>
      unwrap(call('createFolder', { path: path(record), body: { folder: [...folder] } }, options)),
    deleteFiles: (record, files, options) =>
      unwrap(call('deleteFiles', { path: path(record), body: { files: [...files] } }, options)),
    restoreFiles: (record, fileIds, options) =>
      unwrap(call('restoreFiles', { path: path(record), body: { files: [...fileIds] } }, options)),
    contentUrl: (record, fileId, { inline }, options = {}) =>
      unwrap(adapter.contentUrl({ record, fileId }, { ...options, inline })),
    requestSync: (record, options) => unwrap(call('requestSync', { path: path(record) }, options)),
    stopSync: (record, options) => unwrap(call('stopSync', { path: path(record) }, options)),
    pauseSync: (record, options) => unwrap(call('pauseSync', { path: path(record) }, options)),
    resumeSync: (record, options) => unwrap(call('resumeSync', { path: path(record) }, options)),
    previewSync: (record, options) => unwrap(call('previewSync', { path: path(record) }, options)),
    answerDetached: (record, answer, files, options) =>
      unwrap(call('answerDetached', { path: path(record), body: { answer, files: files && [...files] } }, options)),
    answerHeld: (record, answer, files, options) =>
      unwrap(call('answerHeld', { path: path(record), body: { answer, files: files && [...files] } }, options)),
    listConflicts: async (record, options) =>
      (await unwrap(call('listConflicts', { path: path(record) }, options))).conflicts,
    resolveConflict: (record, { fileId, copyId }, keep, options) =>
      unwrap(call('resolveConflict', { path: path(record), body: { fileId, copyId, keep } }, options)),
    undoActivity: (record, activityId, options) =>
      unwrap(call('undoActivity', { path: { ...path(record), activityId } }, options)),
    listRecordActivity: (record, page = {}, options) =>
      unwrap(call('listRecordActivity', { path: path(record), query: present(page) }, options)),
    preflightBulk: (segment, options) => unwrap(call('preflightBulk', { body: { segment } }, options)),
    startBulk: (segment, options) => unwrap(call('startBulk', { body: { segment } }, options)),
    listBulk: async (filter = {}, options) =>
      (await unwrap(call('listBulk', { query: present(filter) }, options))).runs,
    getBulk: (bulkId, options) => unwrap(call('getBulk', { path: { bulkId } }, options)),
    listBulkRecords: (bulkId, query = {}, options) =>
      unwrap(call('listBulkRecords', { path: { bulkId }, query: present(query) }, options)),
    cancelBulk: (bulkId, options) => unwrap(call('cancelBulk', { path: { bulkId } }, options)),
    retryBulk: (bulkId, options) => unwrap(call('retryBulk', { path: { bulkId } }, options)),
    subscribe: (listener) => adapter.subscribe(listener),
  }
}

async function unwrap<Value>(answer: Promise<AdapterResult<Value>>): Promise<Value> {
  const result = await answer
  if (result.ok) return result.value
  throw new TwinfolderError(result.error)
}

type Present<Query> = { [Name in keyof Query]: Exclude<Query[Name], undefined> }

/** Leaves out what is `undefined`, as the contract has no such value. */
function present<Query extends object>(query: Query): Partial<Present<Query>> {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Partial<Present<Query>>
}
