import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'

import { type Kysely, sql } from 'kysely'

import { connectTwinfolder } from '../node/connect-twinfolder.ts'
import { diskBlobStore } from '../node/disk-blob-store.ts'
import { startTwinfolderNode } from '../node/start-twinfolder-node.ts'
import type { ReadinessCheck } from '../operations/operations-app.ts'
import type { LogEntry } from '../options.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { ServerStores } from '../ports/server-stores.ts'
import type { PostgresFileStore } from '../postgres/file-store/postgres-file-store.ts'
import { missingMigrations } from '../postgres/missing-migrations.ts'
import type { Schema } from '../postgres/schema/schema.ts'
import type { TwinfolderConfig } from './define-twinfolder.ts'
import type { ContentsPlace, Environment } from './environment.ts'

/** Everything that a server remembers, open. */
export interface Storage {
  readonly db: Kysely<Schema>
  readonly stores: ServerStores
  readonly files: PostgresFileStore
  readonly uploadParts: BlobStore
  readonly checks: readonly ReadinessCheck[]
  /** Tells a second process on the same data folder where this one is. */
  announce(url: string): void
  close(): Promise<void>
}

/** What the host says about what it stores. */
type StorageConfig = Pick<TwinfolderConfig, 'restrictions' | 'tenantQuota'>

/** Opens what the environment names, and brings it to this version where the environment says so. */
export async function openStorage(
  { storage, maxFileBytes, retentionDays, tenantQuota: usual }: Environment,
  { restrictions, tenantQuota, log }: StorageConfig & { readonly log: (entry: LogEntry) => void },
): Promise<Storage> {
  const quota = tenantQuota ? (tenantId: string) => tenantQuota(tenantId, usual) : usual
  const options = { maxFileBytes, retentionDays, quota, restrictions, log }
  if (storage.type === 'folder') {
    const { dataDir } = storage
    const node = await startTwinfolderNode({ ...options, dataDir })
    return { ...node, checks: checksOf(node.db, folderCheck(dataDir)) }
  }
  const { databaseUrl, listenUrl, pool, migrate } = storage
  const { blobs, uploadParts, check } = await openContents(storage.contents)
  const connected = await connectTwinfolder({
    ...options,
    databaseUrl,
    listenUrl,
    migrate,
    pool: { max: pool },
    blobs,
    uploadParts,
  })
  return { ...connected, announce: () => undefined, checks: checksOf(connected.db, check) }
}

/** Who has no S3 loads none of it. */
async function openContents(place: ContentsPlace): Promise<{
  readonly blobs: BlobStore
  readonly uploadParts: BlobStore
  readonly check: () => Promise<void>
}> {
  if (place.type === 'folder') {
    const [blobs, uploadParts] = ['contents', 'upload-parts'].map((name) => diskBlobStore(join(place.path, name)))
    if (!blobs || !uploadParts) throw new Error('A folder has two stores.')
    return { blobs, uploadParts, check: folderCheck(place.path) }
  }
  const { s3BlobStore } = await import('../s3/index.ts').catch((error: unknown) => {
    throw new Error('Contents on S3 need @aws-sdk/client-s3 and @aws-sdk/lib-storage: install both.', { cause: error })
  })
  const blobs = s3BlobStore({ ...place, prefix: `${place.prefix}contents/` })
  await blobs.check()
  return { blobs, uploadParts: s3BlobStore({ ...place, prefix: `${place.prefix}upload-parts/` }), check: blobs.check }
}

function folderCheck(path: string): () => Promise<void> {
  return () => access(path, constants.R_OK | constants.W_OK)
}

function checksOf(db: Kysely<Schema>, contents: () => Promise<void>): readonly ReadinessCheck[] {
  return [
    {
      name: 'database',
      async check() {
        await sql`select 1`.execute(db)
      },
    },
    { name: 'contents', check: contents },
    {
      name: 'migrations',
      async check() {
        const missing = await missingMigrations(db)
        if (missing.length > 0) throw new Error(`Missing: ${missing.join(', ')}`)
      },
    },
  ]
}
