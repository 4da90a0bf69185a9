import type { Actor, HostContents, Link, RecordKey } from '@twinfolder/core'
import { instant } from '@twinfolder/core'
import { bytes, hashOf, streamOf } from '@twinfolder/core/testing'
import type { Kysely } from 'kysely'

import { memoryBlobStore } from '../../memory/memory-blob-store.ts'
import type { BlobStore } from '../../ports/blob-store.ts'
import { type PostgresFileStoreOptions, type Schema, postgresFileStore } from '../../postgres/index.ts'

/** A name that no other test has. */
export const fresh = (name: string): string => `${name}-${crypto.randomUUID().slice(0, 8)}`
export const newRecord = (tenantId = fresh('tenant')): RecordKey => ({
  tenantId,
  module: 'companies',
  id: fresh('record'),
})
export const clock = { now: () => Date.parse('2026-11-22T12:00:00.000Z') }
export const random = { id: () => crypto.randomUUID(), fraction: () => 0.5 }
export const sofie: Actor = { userId: 'sofie', name: 'Sofie', via: 'host' }

/** A link of a user and an account of its own. */
export function newLink(change: Partial<Link> = {}): Link {
  return {
    id: fresh('link'),
    user: { tenantId: fresh('tenant'), userId: 'sofie' },
    provider: 'dropbox',
    accountId: fresh('dbid:account'),
    email: 'sofie@example.com',
    displayName: 'Sofie',
    firstName: 'Sofie',
    locale: 'de',
    status: 'active',
    cursor: null,
    listingCursor: null,
    mirrorGeneration: 1,
    feedPosition: null,
    blockedUntil: null,
    hold: null,
    lastOkAt: null,
    createdAt: instant('2026-11-01T12:00:00.000Z'),
    ...change,
  }
}

export async function contents(text: string): Promise<HostContents> {
  return {
    open: () => streamOf(bytes(text)),
    sizeBytes: bytes(text).byteLength,
    contentHash: await hashOf(bytes(text)),
  }
}

export async function idsOf(blobs: BlobStore): Promise<readonly string[]> {
  const ids: string[] = []
  for await (const id of blobs.list()) ids.push(id)
  return ids
}

/** A file store with contents of its own. */
export function fileStoreOn(db: Kysely<Schema>, options: Partial<PostgresFileStoreOptions> = {}) {
  const blobs = options.blobs ?? memoryBlobStore()
  const files = postgresFileStore({ db, clock, random, ...options, blobs })
  const create = async (record: RecordKey, name: string, text: string, idempotencyKey = fresh('key')) =>
    files.create(record, { folder: [], name, actor: sofie, idempotencyKey }, await contents(text))
  return { files, blobs, create }
}
