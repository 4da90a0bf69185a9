// Generated from openapi.json by `pnpm generate:protocol`. Do not edit.

/** Method and path of each operation. */
export const routeTable = {
  beginLink: ['POST', '/connection/link'],
  cancelBulk: ['POST', '/bulk/{bulkId}/cancel'],
  completeLink: ['POST', '/connection/complete'],
  createFolder: ['POST', '/records/{module}/{recordId}/folders'],
  deleteFiles: ['POST', '/records/{module}/{recordId}/files/delete'],
  getBulk: ['GET', '/bulk/{bulkId}'],
  getConnection: ['GET', '/connection'],
  getContentUrl: ['GET', '/records/{module}/{recordId}/files/{fileId}/content-url'],
  getRecord: ['GET', '/records/{module}/{recordId}'],
  listBulk: ['GET', '/bulk'],
  listBulkRecords: ['GET', '/bulk/{bulkId}/records'],
  listFiles: ['GET', '/records/{module}/{recordId}/files'],
  listLinkActivity: ['GET', '/connection/activity'],
  listRecordActivity: ['GET', '/records/{module}/{recordId}/activity'],
  preflightBulk: ['POST', '/bulk/preflight'],
  requestSync: ['POST', '/records/{module}/{recordId}/sync'],
  retryBulk: ['POST', '/bulk/{bulkId}/retry'],
  startBulk: ['POST', '/bulk'],
  streamEvents: ['GET', '/events'],
  unlink: ['DELETE', '/connection'],
  uploadFile: ['POST', '/records/{module}/{recordId}/files'],
} as const
