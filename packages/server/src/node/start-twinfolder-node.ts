import { join } from 'node:path'

import type { Clock, Random } from '@twinfolder/core'
import type { Kysely } from 'kysely'

import { localJobSchedule } from '../jobs/local-job-schedule.ts'
import type { LogEntry } from '../options.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { ServerStores } from '../ports/server-stores.ts'
import { openDatabase } from '../postgres/database.ts'
import {
  type PostgresFileStore,
  type PostgresFileStoreOptions,
  postgresFileStore,
} from '../postgres/file-store/postgres-file-store.ts'
import type { Schema } from '../postgres/schema/schema.ts'
import { postgresStores } from '../postgres/stores/postgres-stores.ts'
import { tidy } from '../postgres/tidy.ts'
import { acquireDataFolder } from './data-folder.ts'
import { diskBlobStore } from './disk-blob-store.ts'
import { addFileJobs } from './file-jobs.ts'
import { repeat } from './repeat.ts'
import { systemClock, webRandom } from './system.ts'

/** What {@link startTwinfolderNode} needs. */
export interface TwinfolderNodeOptions extends Pick<
  PostgresFileStoreOptions,
  'maxFileBytes' | 'retentionDays' | 'quota' | 'restrictions'
> {
  /** Holds everything: the database and the contents of files. Back it up as a whole. */
  readonly dataDir: string
  readonly clock?: Clock | undefined
  readonly random?: Random | undefined
  readonly log?: ((entry: LogEntry) => void) | undefined
}

/** What `createServer` is composed with: `createServer({ stores, files, uploadParts, … })`. */
export interface TwinfolderNode {
  readonly db: Kysely<Schema>
  readonly stores: ServerStores
  readonly files: PostgresFileStore
  readonly blobs: BlobStore
  /** Parts of uploads that are under way. */
  readonly uploadParts: BlobStore
  /** Tells where this process can be reached, for the message of a second one on the same folder. */
  announce(url: string): void
  /** Closes the database and gives the folder back. End the server and its workers first. */
  close(): Promise<void>
}

const TIDY_MS = 10_000

/**
 * Opens a data folder for one process: lock, embedded database (PGlite), migrations, and contents on disk. Where the server works,
 * trash and old versions are ended after `retentionDays`, and contents without a row swept, at the start and once a day.
 *
 * It survives a kill of the process at any time. It is not safe against a loss of power: contents are, their rows in PGlite
 * are not. Use PostgreSQL where that matters.
 *
 * @throws DataFolderInUseError when another process has the folder
 */
export async function startTwinfolderNode(options: TwinfolderNodeOptions): Promise<TwinfolderNode> {
  const { clock = systemClock, random = webRandom, log = () => undefined, ...restrictions } = options
  const folder = await acquireDataFolder(options.dataDir)
  try {
    const { db, close } = await openDatabase({ dataDir: join(folder.path, 'database') })
    const blobs = diskBlobStore(join(folder.path, 'contents'))
    const jobs = localJobSchedule()
    addFileJobs(jobs, { db, blobs, clock, retentionDays: options.retentionDays, log })
    const tidying = repeat('tidy_failed', TIDY_MS, () => tidy(db), log)
    return {
      db,
      stores: postgresStores(db, { jobs }),
      files: postgresFileStore({ db, blobs, clock, random, ...restrictions }),
      blobs,
      uploadParts: diskBlobStore(join(folder.path, 'upload-parts')),
      announce: folder.announce,
      async close() {
        await tidying.end()
        await close()
        await folder.release()
      },
    }
  } catch (error) {
    await folder.release()
    throw error
  }
}
