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
  type FileDetails,
  type FileEntry,
  type FilePage,
  type FileStateFilter,
  type FolderEntry,
  type JsonOperationId,
  type Module,
  type OperationInput,
  type OperationOutput,
  type Preview,
  type RecordRef,
  type RecordSync,
  type RecordView,
  type SegmentRef,
  type TenantHealth,
  folderParam,
} from '@twinfolder/protocol'

import { TwinfolderError } from './api-error.ts'
import { randomId } from './random-id.ts'
import type { AdapterCallOptions, AdapterResult, AdapterUpload, EventListener, SyncAdapter } from './sync-adapter.ts'

/** Which part of a folder to list, and how. */
export interface FileQuery {
  readonly folder: readonly string[]
  readonly offset?: number | undefined
  /** At most 500. @default 100 */
  readonly limit?: number | undefined
  /** `type`: by what follows the last dot of the name. @default 'name' */
  readonly sort?: `${'' | '-'}${'name' | 'updatedAt' | 'sizeBytes' | 'type'}` | undefined
  /** Searches names in the folder and below it. */
  readonly search?: string | undefined
  /** Only files in such a state, of the folder and below it. */
  readonly state?: FileStateFilter | undefined
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
  /** What happened in the whole tenant; for its administrators. */
  listTenantActivity(
    page?: { readonly before?: string | undefined; readonly limit?: number | undefined },
    options?: AdapterCallOptions,
  ): Promise<ActivityPage>
  /** How everybody's link is; for administrators. */
  getTenantHealth(
    page?: { readonly after?: string | undefined; readonly limit?: number | undefined },
    options?: AdapterCallOptions,
  ): Promise<TenantHealth>
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
  /** A file with its versions and who has a copy. */
  getFile(record: RecordRef, fileId: string, options?: AdapterCallOptions): Promise<FileDetails>
  /** A name that is taken in the file's folder fails with `name_taken`. */
  renameFile(
    record: RecordRef,
    file: { readonly id: string; readonly version: string },
    name: string,
    options?: AdapterCallOptions,
  ): Promise<FileEntry>
  /** @param files at most 1,000. The folder is made where it is missing. */
  moveFiles(
    record: RecordRef,
    files: readonly { readonly id: string; readonly version: string }[],
    folder: readonly string[],
    options?: AdapterCallOptions,
  ): Promise<AnswerResult>
  /** Makes the contents of an old version the present ones. Only where `capabilities.versions`. */
  restoreVersion(
    record: RecordRef,
    file: { readonly id: string; readonly version: string },
    oldVersion: string,
    options?: AdapterCallOptions,
  ): Promise<FileEntry>
  /**
   * One file for each of these contents that is here already. Only where `capabilities.findByHash`.
   *
   * @param hashes at most 500, of {@link contentHash}
   */
  findFiles(
    record: RecordRef,
    hashes: readonly string[],
    options?: AdapterCallOptions,
  ): Promise<OperationOutput<'findFiles'>['matches']>
  createFolder(record: RecordRef, folder: readonly string[], options?: AdapterCallOptions): Promise<FolderEntry>
  /** Another name for a folder in its place; its files go with it. */
  renameFolder(
    record: RecordRef,
    folder: readonly string[],
    name: string,
    options?: AdapterCallOptions,
  ): Promise<AnswerResult>
  /** @param to the path that the folder gets, its own name included */
  moveFolder(
    record: RecordRef,
    folder: readonly string[],
    to: readonly string[],
    options?: AdapterCallOptions,
  ): Promise<AnswerResult>
  /** Deletes a folder with everything in it. {@link SyncClient.restoreFolder} takes the answer back. */
  deleteFolder(
    record: RecordRef,
    folder: readonly string[],
    options?: AdapterCallOptions,
  ): Promise<OperationOutput<'deleteFolder'>>
  /** Undoes {@link SyncClient.deleteFolder}: its files and its empty folders come back. Only where `capabilities.trash`. */
  restoreFolder(
    record: RecordRef,
    deletion: Pick<OperationOutput<'deleteFolder'>, 'deleted' | 'emptyFolders'>,
    options?: AdapterCallOptions,
  ): Promise<AnswerResult>
  deleteFiles(
    record: RecordRef,
    files: readonly { readonly id: string; readonly version: string }[],
    options?: AdapterCallOptions,
  ): Promise<OperationOutput<'deleteFiles'>>
  /** Takes deleted files out of the CRM's trash, however many, a thousand at a time. Only where `capabilities.trash`. */
  restoreFiles(record: RecordRef, fileIds: readonly string[], options?: AdapterCallOptions): Promise<AnswerResult>
  contentUrl(
    record: RecordRef,
    fileId: string,
    /** @param version an old one, of {@link SyncClient.getFile} */
    request: { readonly inline: boolean; readonly version?: string | undefined },
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
    page?: {
      readonly before?: string | undefined
      /** At most 500. @default 100 */
      readonly limit?: number | undefined
      /** Only what happened to this file. */
      readonly fileId?: string | undefined
    },
    options?: AdapterCallOptions,
  ): Promise<ActivityPage>
  preflightBulk(segment: SegmentRef, options?: AdapterCallOptions): Promise<BulkPreflight>
  /**
   * Starts a run. To try again after the answer was lost give the key of the first attempt (`randomId`): it finds the run that
   * was started. Without one each call has a key of its own.
   */
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
  /** A new run over what failed in one; with a key as for {@link SyncClient.startBulk}. */
  retryBulk(bulkId: string, options?: AdapterCallOptions): Promise<BulkRun>
  subscribe(listener: EventListener): () => void
}

/** What the contract takes at a time. */
const FILES_AT_A_TIME = 1000

/** The typed client over an adapter. Holds no state and makes no request by itself. */
export function createSyncClient(adapter: SyncAdapter): SyncClient {
  const call: Call = (operation, input, options) => unwrap(adapter.call(operation, input, options))
  /** Operations that take nothing, and those that take a record alone. */
  const ofLink = (operation: OperationOfLink) => (options?: AdapterCallOptions) => call(operation, {}, options)
  const ofRecord = (operation: OperationOfRecord) => (record: RecordRef, options?: AdapterCallOptions) =>
    call(operation, { path: path(record) }, options)
  const path = (record: RecordRef) => ({ module: record.module, recordId: record.id })
  const createFolder: SyncClient['createFolder'] = (record, folder, options) =>
    call('createFolder', { path: path(record), body: { folder: [...folder] } }, options)
  const moveFolder: SyncClient['moveFolder'] = (record, folder, to, options) =>
    call('moveFolder', { path: path(record), body: { folder: [...folder], to: [...to] } }, options)
  const restoreFiles: SyncClient['restoreFiles'] = async (record, fileIds, options) => {
    let [done, failed]: [number, AnswerResult['failed']] = [0, []]
    for (let from = 0; from < fileIds.length; from += FILES_AT_A_TIME) {
      const files = fileIds.slice(from, from + FILES_AT_A_TIME)
      const result = await call('restoreFiles', { path: path(record), body: { files } }, options)
      done += result.done
      failed = [...failed, ...result.failed]
    }
    return { done, failed }
  }
  return {
    adapter,
    getConnection: ofLink('getConnection'),
    beginLink: ({ mode, returnTo = '/', useAnotherAccount = false }, options) =>
      call('beginLink', { body: { mode, returnTo, useAnotherAccount } }, options),
    completeLink: (callbackUrl, options) => call('completeLink', { body: { callbackUrl } }, options),
    unlink: ofLink('unlink'),
    pauseLink: ofLink('pauseLink'),
    resumeLink: ofLink('resumeLink'),
    answerHold: (answer, options) => call('answerHold', { body: { answer } }, options),
    listLinkActivity: (page = {}, options) => call('listLinkActivity', { query: present(page) }, options),
    listTenantActivity: (page = {}, options) => call('listTenantActivity', { query: present(page) }, options),
    getTenantHealth: (page = {}, options) => call('getTenantHealth', { query: present(page) }, options),
    getRecord: (record, { watch = false } = {}, options) =>
      call('getRecord', { path: path(record), query: { watch: watch ? 'true' : 'false' } }, options),
    listFiles: (record, { folder, ...query }, options) =>
      call('listFiles', { path: path(record), query: { ...present(query), folder: folderParam(folder) } }, options),
    uploadFile: (upload, options) => unwrap(adapter.upload(upload, options)),
    createFolder,
    deleteFiles: (record, files, options) =>
      call('deleteFiles', { path: path(record), body: { files: [...files] } }, options),
    restoreFiles,
    getFile: (record, fileId, options) => call('getFile', { path: { ...path(record), fileId } }, options),
    renameFile: (record, { id, version }, name, options) =>
      call('renameFile', { path: { ...path(record), fileId: id }, body: { name, version } }, options),
    moveFiles: (record, files, folder, options) =>
      call('moveFiles', { path: path(record), body: { files: [...files], folder: [...folder] } }, options),
    restoreVersion: (record, { id, version: expectedVersion }, version, options) =>
      call('restoreVersion', { path: { ...path(record), fileId: id }, body: { version, expectedVersion } }, options),
    findFiles: async (record, hashes, options) =>
      (await call('findFiles', { path: path(record), body: { hashes: [...hashes] } }, options)).matches,
    renameFolder: (record, folder, name, options) =>
      moveFolder(record, folder, [...folder.slice(0, -1), name], options),
    moveFolder,
    deleteFolder: (record, folder, options) =>
      call('deleteFolder', { path: path(record), body: { folder: [...folder] } }, options),
    async restoreFolder(record, { deleted, emptyFolders }, options) {
      for (const folder of emptyFolders) await createFolder(record, folder, options)
      return restoreFiles(record, deleted, options)
    },
    contentUrl: (record, fileId, { inline, version }, options = {}) =>
      unwrap(adapter.contentUrl({ record, fileId }, { ...options, inline, version })),
    requestSync: ofRecord('requestSync'),
    stopSync: ofRecord('stopSync'),
    pauseSync: ofRecord('pauseSync'),
    resumeSync: ofRecord('resumeSync'),
    previewSync: (record, options) => call('previewSync', { path: path(record) }, options),
    answerDetached: (record, answer, files, options) =>
      call('answerDetached', { path: path(record), body: { answer, files: files && [...files] } }, options),
    answerHeld: (record, answer, files, options) =>
      call('answerHeld', { path: path(record), body: { answer, files: files && [...files] } }, options),
    listConflicts: async (record, options) => (await call('listConflicts', { path: path(record) }, options)).conflicts,
    resolveConflict: (record, { fileId, copyId }, keep, options) =>
      call('resolveConflict', { path: path(record), body: { fileId, copyId, keep } }, options),
    undoActivity: (record, activityId, options) =>
      call('undoActivity', { path: { ...path(record), activityId } }, options),
    listRecordActivity: (record, page = {}, options) =>
      call('listRecordActivity', { path: path(record), query: present(page) }, options),
    preflightBulk: (segment, options) => call('preflightBulk', { body: { segment } }, options),
    startBulk: (segment, options) => call('startBulk', { body: { segment } }, withKey(options)),
    listBulk: async (filter = {}, options) => (await call('listBulk', { query: present(filter) }, options)).runs,
    getBulk: (bulkId, options) => call('getBulk', { path: { bulkId } }, options),
    listBulkRecords: (bulkId, query = {}, options) =>
      call('listBulkRecords', { path: { bulkId }, query: present(query) }, options),
    cancelBulk: (bulkId, options) => call('cancelBulk', { path: { bulkId } }, options),
    retryBulk: (bulkId, options) => call('retryBulk', { path: { bulkId } }, withKey(options)),
    subscribe: (listener) => adapter.subscribe(listener),
  }
}

type Call = <Op extends JsonOperationId>(
  operation: Op,
  input: OperationInput<Op>,
  options?: AdapterCallOptions,
) => Promise<OperationOutput<Op>>
type OperationOfLink = 'getConnection' | 'unlink' | 'pauseLink' | 'resumeLink'
type OperationOfRecord = 'requestSync' | 'stopSync' | 'pauseSync' | 'resumeSync'

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

function withKey(options: AdapterCallOptions = {}): AdapterCallOptions {
  return { ...options, idempotencyKey: options.idempotencyKey ?? randomId() }
}
