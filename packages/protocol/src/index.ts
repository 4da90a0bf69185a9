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
export {
  FILE_HEADER,
  IDEMPOTENCY_HEADER,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  TUS_EXTENSIONS,
  TUS_HEADER,
  TUS_VERSION,
} from './headers.ts'
export {
  type JsonOperationId,
  type OperationId,
  type OperationInput,
  type OperationOutput,
  type StreamingOperationId,
  route,
} from './operations.ts'
export { type OperationRight, operationRights } from './rights.ts'
export { routeRights } from './rights.gen.ts'
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
  FileCopy,
  FileDetails,
  FileEntry,
  FilePage,
  FileStateFilter,
  FileSync,
  FileVersion,
  FolderEntry,
  LinkHealth,
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
  TenantHealth,
} from './shapes.ts'
