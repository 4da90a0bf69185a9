import { type Module, type RecordRef, folderParam } from '@twinfolder/protocol'

import type { FilesView } from '../files/files-view.ts'

/** Keys of the query cache; a shorter key is the prefix of all that it covers. Public, so that a host can prefetch and invalidate. */
export const queryKeys = {
  all: ['twinfolder'],
  connection: ['twinfolder', 'connection'],
  linkActivity: ['twinfolder', 'connection', 'activity'],
  records: ['twinfolder', 'record'],
  record: (record: RecordRef) => ['twinfolder', 'record', record.module, record.id],
  recordView: (record: RecordRef) => ['twinfolder', 'record', record.module, record.id, 'view'],
  /** Every page of every view of a record's files. */
  files: (record: RecordRef) => ['twinfolder', 'record', record.module, record.id, 'files'],
  /** Every page of every view of one folder. */
  filesIn: (record: RecordRef, folder: readonly string[]) => [
    'twinfolder',
    'record',
    record.module,
    record.id,
    'files',
    folderParam(folder),
  ],
  filesPage: (record: RecordRef, { folder, sort = 'name', search = '', state }: FilesView, page: number) => [
    'twinfolder',
    'record',
    record.module,
    record.id,
    'files',
    folderParam(folder),
    { sort, search, state },
    page,
  ],
  file: (record: RecordRef, fileId: string) => ['twinfolder', 'record', record.module, record.id, 'file', fileId],
  /** The folders in a folder, without its files. */
  foldersIn: (record: RecordRef, folder: readonly string[]) => [
    'twinfolder',
    'record',
    record.module,
    record.id,
    'folders',
    folderParam(folder),
  ],
  /** @param fileId only what happened to this file */
  recordActivity: (record: RecordRef, fileId?: string) => [
    'twinfolder',
    'record',
    record.module,
    record.id,
    'activity',
    fileId,
  ],
  conflicts: (record: RecordRef) => ['twinfolder', 'record', record.module, record.id, 'conflicts'],
  bulk: ['twinfolder', 'bulk'],
  bulkRuns: (module: Module | undefined) => ['twinfolder', 'bulk', 'runs', module],
  bulkRun: (bulkId: string) => ['twinfolder', 'bulk', bulkId],
  bulkRecords: (bulkId: string, filter: string, limit: number) => [
    'twinfolder',
    'bulk',
    bulkId,
    'records',
    filter,
    limit,
  ],
} as const satisfies Record<string, readonly unknown[] | ((...given: never[]) => readonly unknown[])>
