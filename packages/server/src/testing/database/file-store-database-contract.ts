import type { HostChange } from '@twinfolder/core'
import { bytes, collect, failureOf, streamOf } from '@twinfolder/core/testing'
import type { Kysely } from 'kysely'
import { describe, expect, test } from 'vitest'

import { memoryBlobStore } from '../../memory/memory-blob-store.ts'
import type { BlobStore } from '../../ports/blob-store.ts'
import { type PostgresFileStoreOptions, type Schema, purgeFiles, sweepBlobs } from '../../postgres/index.ts'
import { clock, contents, fileStoreOn, fresh, idsOf, newRecord, random, sofie } from './fixtures.ts'

/** What the file store does that only a database can show. */
export function fileStoreDatabaseContract(name: string, db: () => Kysely<Schema>): void {
  describe(`${name}: file store`, () => {
    const fileStore = (options: Partial<PostgresFileStoreOptions> = {}) => fileStoreOn(db(), options)

    test('[C75] a key that is used again for other contents loses nothing', async () => {
      const { files, create } = fileStore()
      const record = newRecord()
      const first = await create(record, 'a.txt', 'one', 'key')
      const second = await create(record, 'a.txt', 'two', 'key')
      expect([second.name, second.id === first.id]).toEqual(['a (2).txt', false])
      expect((await create(newRecord(record.tenantId), 'a.txt', 'one', 'key')).id).not.toBe(first.id)
      expect((await files.list(record, { after: null, limit: 10 })).files).toHaveLength(2)
    })

    test('[C75] contents that came twice are stored once', async () => {
      const { files, blobs } = fileStore()
      const record = newRecord()
      const file = { folder: [], name: 'a.txt', actor: sofie, idempotencyKey: 'key' }
      const unknownHash = { ...(await contents('a')), contentHash: null }
      const made = [await files.create(record, file, unknownHash), await files.create(record, file, unknownHash)]
      expect(made[0]).toEqual(made[1])
      expect(await idsOf(blobs)).toHaveLength(1)
    })

    test('every version stays readable, and a copy shares its contents', async () => {
      const { files, blobs, create } = fileStore()
      const record = newRecord()
      const first = await create(record, 'a.txt', 'first')
      const change = { actor: sofie, idempotencyKey: fresh('key') }
      const second = await files.replace({ ...first, expectedVersion: first.version }, await contents('second'), change)
      const copy = await files.createFrom(record, { folder: [], name: 'b.txt', ...change }, first)
      expect(await collect(await files.read(first))).toEqual(bytes('first'))
      expect(await collect(await files.read(second))).toEqual(bytes('second'))
      expect(await collect(await files.read(copy))).toEqual(bytes('first'))
      expect(await idsOf(blobs)).toHaveLength(2)
    })

    test('no contents stay without a row when the row fails', async () => {
      const { blobs, create } = fileStore({ random: { ...random, id: () => 'the same id' } })
      await create(newRecord(), 'a.txt', 'one')
      expect(await failureOf(create(newRecord(), 'b.txt', 'two'))).toBe('unexpected')
      expect(await idsOf(blobs)).toHaveLength(1)
    })

    test('no row is there without contents when they fail', async () => {
      const broken: BlobStore = {
        ...memoryBlobStore(),
        put: async () => Promise.reject(new Error('The disk is full.')),
      }
      const { files, create } = fileStore({ blobs: broken })
      const record = newRecord()
      expect(await failureOf(create(record, 'a.txt', 'one'))).toBe('unexpected')
      expect((await files.list(record, { after: null, limit: 10 })).files).toEqual([])
      expect((await files.changes(record.tenantId, '0')).changes).toEqual([])
    })

    test('[X38] a name is only a name, whatever it looks like', async () => {
      const { files, blobs, create } = fileStore()
      const record = newRecord()
      const names = [
        '../x',
        '..\\x',
        '/abs',
        'C:\\x',
        '%2e%2e%2f',
        'x'.repeat(300),
        'dot. ',
        'CON',
        '.',
        '..',
        'ü📄"],["',
      ]
      for (const name of names) expect((await create(record, name, name)).name).toBe(name)
      for (const name of ['', 'a\0b', 'x'.repeat(501)]) {
        expect(await failureOf(create(record, name, 'refused'))).toBe('host_refused')
      }
      for (const id of await idsOf(blobs)) expect(id).toMatch(/^[\w-]+$/)
      const { entries } = await files.browse(record, { folder: [], offset: 0, limit: 50, sort: 'name', search: null })
      expect(entries).toHaveLength(names.length)
    })

    test('a folder is told apart from one whose name begins or looks like its own', async () => {
      const { files } = fileStore()
      const record = newRecord()
      const deep = Array.from({ length: 12 }, (_, depth) => `${depth}${'ü'.repeat(300)}`)
      const folders = [['a'], ['a', 'b'], ['a"', 'b'], ['a,b'], ['a/b'], ['ab'], deep]
      for (const folder of folders) {
        const file = { folder, name: 'x.txt', actor: sofie, idempotencyKey: fresh('key') }
        await files.create(record, file, await contents('x'))
      }
      const below = async (folder: readonly string[], search: string | null) =>
        (await files.browse(record, { folder, offset: 0, limit: 50, sort: 'name', search })).entries
      expect(await below(['a'], 'x.txt')).toHaveLength(2)
      expect(await below(['a'], null)).toMatchObject([{ folder: ['a', 'b'], fileCount: 1 }, { kind: 'file' }])
      expect(await below(deep, null)).toHaveLength(1)
      expect((await below([], null)).find((one) => one.kind === 'folder' && one.folder[0] === 'a')).toMatchObject({
        fileCount: 2,
      })
    })

    test('[X35] a file of another tenant or record is not there', async () => {
      const { files, create } = fileStore()
      const file = await create(newRecord(), 'a.txt', 'mine')
      for (const record of [
        newRecord(),
        newRecord(file.record.tenantId),
        { ...file.record, tenantId: fresh('tenant') },
      ]) {
        expect(await files.get(record, [file.id])).toEqual([null])
        expect(await failureOf(files.read({ ...file, record }))).toBe('not_found')
        expect(await failureOf(files.remove({ ...file, record, expectedVersion: file.version }, sofie))).toBe(
          'not_found',
        )
      }
    })

    test('a reader of the feed that follows writers at work sees each change once, in order', async () => {
      const { files, create } = fileStore()
      const record = newRecord()
      const written = Array.from({ length: 40 }, (_, number) => create(record, `${number}.txt`, `${number}`))
      const seen: HostChange[] = []
      let position = '0'
      const follow = async () => {
        const page = await files.changes(record.tenantId, position)
        expect(Number(page.position)).toBeGreaterThanOrEqual(Number(position))
        position = page.position
        seen.push(...page.changes)
      }
      const all = Promise.all(written)
      for (let reads = 0; reads < 2000 && seen.length < 40; reads += 1) {
        await follow()
        await new Promise((resolve) => setTimeout(resolve)) // PGlite answers without a turn of the event loop
      }
      const made = await all
      expect(seen.map(({ fileId }) => fileId).toSorted()).toEqual(made.map(({ id }) => id).toSorted())
      expect((await files.changes(record.tenantId, null)).position).toBe(position)
    })

    test('trash and old versions end after the retention, and their contents with the next sweeps', async () => {
      const { files, blobs, create } = fileStore()
      const record = newRecord()
      const first = await create(record, 'a.txt', 'first')
      const change = { actor: sofie, idempotencyKey: fresh('key') }
      const second = await files.replace({ ...first, expectedVersion: first.version }, await contents('second'), change)
      const removed = await create(record, 'b.txt', 'removed', 'key of b')
      await files.remove({ ...removed, expectedVersion: removed.version }, sofie)
      const later = (days: number) => ({ now: () => clock.now() + days * 86_400_000 })
      const purgeAt = (days: number) => purgeFiles({ db: db(), clock: later(days), retentionDays: 10 })
      await purgeAt(9)
      expect(await collect(await files.read(first))).toEqual(bytes('first'))
      const { files: ended, versions } = await purgeAt(11)
      expect([ended >= 1, versions >= 1]).toEqual([true, true])
      expect(await failureOf(files.restoreVersion({ ...second, expectedVersion: '2' }, '1', sofie))).toBe('not_found')
      expect(await failureOf(files.restore(removed, sofie))).toBe('not_found')
      expect(await files.list(record, { after: null, limit: 10 })).toMatchObject({ files: [second] })
      for (const days of [11, 13]) await sweepBlobs({ db: db(), blobs, clock: later(days) })
      expect(await idsOf(blobs)).toHaveLength(1)
      expect(await collect(await files.read(second))).toEqual(bytes('second'))
      expect((await create(record, 'b.txt', 'removed', 'key of b')).id).not.toBe(removed.id)
      expect(await purgeAt(11)).toEqual({ files: 0, versions: 0 })
    })

    test('a sweep takes contents without a row, but only what an earlier sweep had seen', async () => {
      const { files, blobs, create } = fileStore()
      const file = await create(newRecord(), 'a.txt', 'kept')
      await files.remove({ ...file, expectedVersion: file.version }, sofie)
      await blobs.put(streamOf(bytes('left by a crash')), { maxBytes: 100 })
      const sweepAt = (hours: number) =>
        sweepBlobs({ db: db(), blobs, clock: { now: () => clock.now() + hours * 3_600_000 } })
      expect([await sweepAt(0), await sweepAt(1), (await idsOf(blobs)).length]).toEqual([0, 0, 2])
      expect(await sweepAt(24)).toBe(1)
      expect(await collect(await files.read(await files.restore(file, sofie)))).toEqual(bytes('kept'))
    })
  })
}
