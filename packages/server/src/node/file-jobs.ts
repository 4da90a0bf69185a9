import type { Clock } from '@twinfolder/core'
import type { Kysely } from 'kysely'

import type { LogEntry } from '../options.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { JobSchedule } from '../ports/job-schedule.ts'
import { purgeFiles } from '../postgres/file-store/purge-files.ts'
import { sweepBlobs } from '../postgres/file-store/sweep-blobs.ts'
import type { Schema } from '../postgres/schema/schema.ts'

/** Once a day: ends trash and old versions after their time, and deletes contents that no row names. */
export function addFileJobs(
  jobs: JobSchedule,
  options: {
    readonly db: Kysely<Schema>
    readonly blobs: BlobStore
    readonly clock: Clock
    readonly retentionDays: number | undefined
    readonly log: (entry: LogEntry) => void
  },
): void {
  const { log } = options
  jobs.add({
    name: 'purge-files',
    every: 'day',
    async run() {
      const purged = await purgeFiles(options)
      if (purged.files + purged.versions > 0) log({ level: 'info', event: 'files_purged', ...purged })
    },
  })
  jobs.add({
    name: 'sweep-contents',
    every: 'day',
    async run() {
      const deleted = await sweepBlobs(options)
      if (deleted > 0) log({ level: 'info', event: 'contents_swept', deleted })
    },
  })
}
