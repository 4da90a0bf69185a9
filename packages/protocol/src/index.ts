export {
  type ErrorCode,
  type HttpErrorCode,
  type LocalErrorCode,
  type ReasonCode,
  errorCodes,
  httpErrorStatus,
  localErrorCodes,
  reasonCodes,
} from './error-codes.ts'
export { folderParam, parseFolderParam } from './folder-param.ts'
export { IDEMPOTENCY_HEADER, PROTOCOL_HEADER, PROTOCOL_VERSION } from './headers.ts'
export {
  type JsonOperationId,
  type OperationId,
  type OperationInput,
  type OperationOutput,
  type StreamingOperationId,
  route,
} from './operations.ts'
export { routeTable } from './routes.gen.ts'
export type {
  Account,
  Activity,
  ActivityPage,
  AnswerResult,
  BulkEnd,
  BulkPreflight,
  BulkRecord,
  BulkRun,
  Conflict,
  Connection,
  ContentUrl,
  FileEntry,
  FilePage,
  FileSync,
  FolderEntry,
  MissingRight,
  Module,
  Preview,
  Problem,
  RecordRef,
  RecordSync,
  RecordView,
  RemoteOnlyEntry,
  SegmentRef,
  ServerEvent,
} from './shapes.ts'
