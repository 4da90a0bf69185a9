import { setTimeout as wait } from 'node:timers/promises'

import type { Clock, Random } from '@twinfolder/core'
import type { Kysely } from 'kysely'

import { bossJobSchedule } from '../jobs/boss-job-schedule.ts'
import type { LogEntry } from '../options.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { ServerStores } from '../ports/server-stores.ts'
import type { PoolOptions } from '../postgres/connection/postgres-pool.ts'
import { postgresPubSub } from '../postgres/connection/postgres-pub-sub.ts'
import { openDatabase } from '../postgres/database.ts'
import {
  type PostgresFileStore,
  type PostgresFileStoreOptions,
  postgresFileStore,
} from '../postgres/file-store/postgres-file-store.ts'
import type { Schema } from '../postgres/schema/schema.ts'
import { postgresStores } from '../postgres/stores/postgres-stores.ts'
import { addFileJobs } from './file-jobs.ts'
import { systemClock, webRandom } from './system.ts'

/** What {@link connectTwinfolder} needs. */
export interface ConnectTwinfolderOptions extends Pick<
  PostgresFileStoreOptions,
  'maxFileBytes' | 'retentionDays' | 'quota' | 'restrictions'
> {
  /** A PostgreSQL database, e.g. `postgres://twinfolder:secret@db.example:5432/twinfolder`. */
  readonly databaseUrl: string
  /** The same database for the one connection that listens, where `databaseUrl` is a PgBouncer in transaction mode. */
  readonly listenUrl?: string | undefined
  /** Contents of files: the same for every process, used by Twinfolder alone. */
  readonly blobs: BlobStore
  /** Parts of uploads that are under way: another one, also the same for every process. */
  readonly uploadParts: BlobStore
  readonly pool?: Pick<PoolOptions, 'max' | 'connectTimeoutMs'> | undefined
  /** Whether this process brings the database to its version. @default true */
  readonly migrate?: boolean | undefined
  readonly clock?: Clock | undefined
  readonly random?: Random | undefined
  readonly log?: ((entry: LogEntry) => void) | undefined
}

/** How long a start waits for hearing other processes; without it they are only asked every two seconds. */
const PATIENCE_MS = 5000

/** What `createServer` is composed with: `createServer({ stores, files, uploadParts, … })`. */
export interface ConnectedTwinfolder {
  readonly db: Kysely<Schema>
  readonly stores: ServerStores
  readonly files: PostgresFileStore
  readonly blobs: BlobStore
  readonly uploadParts: BlobStore
  /** Closes the connections. End the server and its workers first. */
  close(): Promise<void>
}

/**
 * Connects one of any number of processes to a PostgreSQL database and to contents that all of them reach. For one machine
 * without a database server there is `startTwinfolderNode`.
 *
 * @throws SyncError `host_unavailable` when the database cannot be reached
 */
export async function connectTwinfolder(options: ConnectTwinfolderOptions): Promise<ConnectedTwinfolder> {
  const { databaseUrl, listenUrl, blobs, uploadParts, pool, migrate } = options
  const { clock = systemClock, random = webRandom, log = () => undefined } = options
  const { maxFileBytes, retentionDays, quota, restrictions } = options
  const connectionLost = ({ message }: Error): void =>
    log({ level: 'warn', event: 'database.connection_lost', message })
  const { db, close } = await openDatabase(
    { url: databaseUrl, pool: { ...pool, onConnectionLost: connectionLost } },
    { migrate },
  )
  const pubSub = postgresPubSub(listenUrl ?? databaseUrl, db, connectionLost)
  const jobs = bossJobSchedule(listenUrl ?? databaseUrl, connectionLost)
  addFileJobs(jobs, { db, blobs, clock, retentionDays, log })
  await Promise.race([pubSub.ready(), wait(PATIENCE_MS, undefined, { ref: false })])
  return {
    db,
    stores: postgresStores(db, { pubSub, jobs }),
    files: postgresFileStore({ db, blobs, clock, random, maxFileBytes, retentionDays, quota, restrictions }),
    blobs,
    uploadParts,
    async close() {
      await pubSub.close()
      await close()
    },
  }
}
