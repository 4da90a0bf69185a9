export {
  getConnection,
  beginLink,
  completeLink,
  unlink,
  pauseLink,
  resumeLink,
  answerHold,
  listLinkActivity,
} from './connection.ts'
export { getRecord, requestSync, stopSync, pauseSync, resumeSync, previewSync, listRecordActivity } from './record.ts'
export {
  deleteFiles,
  findFiles,
  getContentUrl,
  getFile,
  listFiles,
  moveFiles,
  renameFile,
  restoreFiles,
  restoreVersion,
  uploadFile,
} from './files.ts'
export { createFolder, deleteFolder, moveFolder } from './folders.ts'
export { answerDetached, answerHeld, listConflicts, resolveConflict, undoActivity } from './decisions.ts'
export { preflightBulk, startBulk, listBulk, getBulk, listBulkRecords, cancelBulk, retryBulk } from './bulk.ts'
export { streamEvents } from './events.ts'
export { getTenantHealth, listTenantActivity } from './tenant.ts'
