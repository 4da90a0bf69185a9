export { type ApiError, TwinfolderError, isTwinfolderError, localError } from './api-error.ts'
export { contentHash } from './content-hash.ts'
export { type HttpAdapterOptions, httpAdapter } from './http-adapter.ts'
export { randomId } from './random-id.ts'
export { inPageAdapter } from './in-page/in-page-adapter.ts'
export { type RequestHandler, inPageFetch } from './in-page/in-page-fetch.ts'
export { UPLOAD_PAUSED } from './sync-adapter.ts'
export type {
  AdapterCallOptions,
  AdapterResult,
  AdapterUpload,
  EventListener,
  FileRef,
  LiveStatus,
  SyncAdapter,
} from './sync-adapter.ts'
export { type FileQuery, type SyncClient, createSyncClient } from './sync-client.ts'
