import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { type ByteStream, SyncError, type RecordKey } from '@twinfolder/core'
import { bytes, collect, streamOf } from '@twinfolder/core/testing'
import { sql } from 'kysely'
import { expect, inject, test } from 'vitest'

import { diskBlobStore } from '../../node/disk-blob-store.ts'
import type { BlobStore } from '../../ports/blob-store.ts'
import { contents, fresh, idsOf, newRecord, random, sofie } from '../../testing/database/fixtures.ts'
import { createFromTemplate } from '../../testing/postgres/postgres-server.ts'
import { type Database, openDatabase } from '../database.ts'
import { postgresFileStore } from './postgres-file-store.ts'
import { sweepBlobs } from './sweep-blobs.ts'

const clock = { now: () => Date.now() }
/** Much longer than a write takes, also on a busy machine; much shorter than the test. */
const GRACE_MS = 2500
/** How long contents wait for their row at most: a process that is busy, well within the grace. */
const SLOWEST_ROW_MS = 150

/** A place that fails as places do, by chance from a seed: before anything, in the middle, or after all was stored. */
function failingStore(store: BlobStore, seed: number): BlobStore {
  let state = seed
  const chance = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
  const away = (): SyncError => new SyncError('host_unavailable', 'The place of the contents is away.')
  return {
    ...store,
    async put(body, options) {
      const fate = chance()
      if (fate < 0.1) throw away()
      const cut = async function* (): ByteStream & AsyncGenerator<Uint8Array> {
        for await (const chunk of body) {
          yield chunk.slice(0, 3)
          throw away()
        }
      }
      const blob = await store.put(fate < 0.2 ? cut() : body, options)
      // The reply is lost: contents are there and nobody knows.
      if (fate < 0.3) throw away()
      await wait(chance() * SLOWEST_ROW_MS)
      return blob
    },
    async delete(id) {
      if (chance() < 0.3) throw away()
      await store.delete(id)
    },
  }
}

test('[Q15] while processes write, fail and sweep at once, no row loses its contents, and no contents stay without a row', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'twinfolder-sweep-'))
  const url = await createFromTemplate(inject('postgresTemplateUrl'))
  const processes = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const database: Database = await openDatabase({ url, pool: { max: 3 } })
      return { ...database, blobs: diskBlobStore(join(folder, 'contents')) }
    }),
  )
  const record: RecordKey = newRecord()
  const written = new AbortController()
  let failed = 0

  const writing = processes.map(async ({ db, blobs }, at) => {
    const files = postgresFileStore({ db, clock, random, blobs: failingStore(blobs, at + 1) })
    for (let count = 0; count < 40; count += 1) {
      const request = { folder: [], name: `${at}-${count}.txt`, actor: sofie, idempotencyKey: fresh('key') }
      await files.create(record, request, await contents(`${at} ${count}`)).catch(() => (failed += 1))
    }
  })
  const sweeping = processes.map(async ({ db, blobs }) => {
    while (!written.signal.aborted) {
      await sweepBlobs({ db, blobs, clock, graceMs: GRACE_MS })
      await wait(20)
    }
  })
  await Promise.all(writing)
  written.abort()
  await Promise.all(sweeping)

  const [{ db, blobs } = { db: null, blobs: null }] = processes
  if (!db) throw new Error('There is no process.')
  await blobs.put(streamOf(bytes('left by a process that was killed')), { maxBytes: 100 })
  await sweepBlobs({ db, blobs, clock, graceMs: GRACE_MS })
  await wait(GRACE_MS + 50)
  await sweepBlobs({ db, blobs, clock, graceMs: GRACE_MS })

  const files = postgresFileStore({ db, clock, random, blobs })
  const { files: all } = await files.list(record, { after: null, limit: 500 })
  expect([failed > 20, all.length]).toEqual([true, 160 - failed])
  for (const file of all) expect(await collect(await files.read(file))).toHaveLength(file.sizeBytes)
  const { rows } = await sql<{ readonly blob_id: string }>`select blob_id from host_file_version`.execute(db)
  expect((await idsOf(blobs)).toSorted()).toEqual(rows.map((row) => row.blob_id).toSorted())
  for (const { close } of processes) await close()
  await rm(folder, { recursive: true })
}, 60_000)
