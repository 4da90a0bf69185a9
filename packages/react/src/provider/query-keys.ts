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
  files: (record: RecordRef, view: FilesView, page: number) => [
    'twinfolder',
    'record',
    record.module,
    record.id,
    'files',
    folderParam(view.folder),
    view.sort ?? 'name',
    view.search ?? '',
    page,
  ],
  file: (record: RecordRef, fileId: string) => ['twinfolder', 'record', record.module, record.id, 'file', fileId],
  /** @param fileId only what happened to this file */
  recordActivity: (record: RecordRef, fileId?: string) => [
    'twinfolder',
    'record',
    record.module,
    record.id,
    'activity',
    fileId ?? '',
  ],
  conflicts: (record: RecordRef) => ['twinfolder', 'record', record.module, record.id, 'conflicts'],
  bulk: ['twinfolder', 'bulk'],
  bulkRuns: (module: Module | undefined) => ['twinfolder', 'bulk', 'runs', module ?? ''],
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
