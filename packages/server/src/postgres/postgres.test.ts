import {
  type Actor,
  type HostChange,
  type HostContents,
  type Lease,
  type Link,
  type MirrorEntry,
  type RecordKey,
  type StoreWrite,
  contentHash,
  instant,
  pathLower,
  remoteId,
  remotePath,
  revision,
} from '@twinfolder/core'
import {
  bytes,
  collect,
  failureOf,
  hashOf,
  hostFilesContract,
  streamOf,
  syncStoreContract,
} from '@twinfolder/core/testing'
import { type KyselyPlugin, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { memoryBlobStore } from '../memory/memory-blob-store.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import {
  bulkStoreContract,
  linkStoreContract,
  requestStoreContract,
  uploadStoreContract,
  workQueueContract,
} from '../testing/index.ts'
import { type Database, openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import {
  type PostgresFileStoreOptions,
  postgresFileStore,
  postgresStores,
  postgresSyncStore,
  purgeFiles,
  sweepBlobs,
  tidy,
} from './index.ts'

/** One embedded database for all tests of this file: it takes seconds to start. */
let database: Database
beforeAll(async () => {
  database = await openDatabase({ memory: true })
}, 60_000)
afterAll(() => database.close())

const fresh = (name: string): string => `${name}-${crypto.randomUUID().slice(0, 8)}`
const newRecord = (tenantId = fresh('tenant')): RecordKey => ({ tenantId, module: 'companies', id: fresh('record') })
const clock = { now: () => Date.parse('2026-11-22T12:00:00.000Z') }
const random = { id: () => crypto.randomUUID(), fraction: () => 0.5 }
const sofie: Actor = { userId: 'sofie', name: 'Sofie', via: 'host' }

async function contents(text: string): Promise<HostContents> {
  return {
    open: () => streamOf(bytes(text)),
    sizeBytes: bytes(text).byteLength,
    contentHash: await hashOf(bytes(text)),
  }
}

async function idsOf(blobs: BlobStore): Promise<readonly string[]> {
  const ids: string[] = []
  for await (const id of blobs.list()) ids.push(id)
  return ids
}

/** A file store with contents of its own. */
function fileStore(options: Partial<PostgresFileStoreOptions> = {}) {
  const blobs = options.blobs ?? memoryBlobStore()
  const files = postgresFileStore({ db: database.db, clock, random, ...options, blobs })
  const create = async (record: RecordKey, name: string, text: string, idempotencyKey = fresh('key')) =>
    files.create(record, { folder: [], name, actor: sofie, idempotencyKey }, await contents(text))
  return { files, blobs, create }
}

async function emptied<Store>(store: () => Store): Promise<Store> {
  await sql`truncate sync_work, sync_claim, bulk_run, bulk_record, link_attempt, link_grant, link_refusal,
    remembered_upload, upload, upload_part, idempotent_request, rate_bucket`.execute(database.db)
  return store()
}

syncStoreContract('PGlite', () => ({ store: postgresSyncStore(database.db) }))
hostFilesContract('PGlite', () => ({ files: fileStore().files, newRecord }))
const restricted = { folders: 'flat', replace: false, trash: false } as const
hostFilesContract(
  'PGlite, less what an app took away',
  () => ({ files: fileStore({ restrictions: () => restricted }).files, newRecord }),
  restricted,
)
workQueueContract('PGlite', () => emptied(() => postgresStores(database.db).work))
linkStoreContract('PGlite', () => emptied(() => postgresStores(database.db).links))
requestStoreContract('PGlite', () => emptied(() => postgresStores(database.db).requests))
uploadStoreContract('PGlite', () => emptied(() => postgresStores(database.db).uploads))
bulkStoreContract('PGlite', () => emptied(() => postgresStores(database.db).bulk))

test('a database that is up to date is migrated, and a tidy one tidied, without harm', async () => {
  await migrate(database.db)
  await tidy(database.db)
  await tidy(database.db)
})

describe('sync store', () => {
  const linked = async () => {
    const link: Link = {
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
      mirrorGeneration: 1,
      feedPosition: null,
      blockedUntil: null,
      hold: null,
      lastOkAt: null,
      createdAt: instant('2026-11-01T12:00:00.000Z'),
    }
    const store = postgresSyncStore(database.db)
    await store.createLink(link)
    return { store, linkId: link.id, record: newRecord(link.user.tenantId) }
  }
  const entry = (linkId: string, path: string): MirrorEntry => ({
    linkId,
    generation: 1,
    pathLower: pathLower(path.toLowerCase()),
    path: remotePath(path),
    name: path.slice(path.lastIndexOf('/') + 1),
    kind: 'file',
    remoteId: remoteId(`id:${path}`),
    revision: revision('rev-1'),
    contentHash: null,
    sizeBytes: 1,
    downloadable: true,
    modifiedAt: null,
  })
  const held = (lease: Lease | null | undefined): Lease => {
    if (!lease) throw new Error('There is no lease.')
    return lease
  }
  const at = (second: number) => instant(new Date(1_767_225_600_000 + second * 1000).toISOString())

  test('[S17] [C89] of many workers one gets the lease, and a former holder writes nothing', async () => {
    const { store, linkId } = await linked()
    const workers = ['a', 'b', 'c', 'd', 'e'].map((owner) => store.acquireLease(linkId, owner, at(0), at(10)))
    const taken = (await Promise.all(workers)).filter((lease) => lease !== null)
    expect(taken).toHaveLength(1)
    const next = held(await store.acquireLease(linkId, 'f', at(11), at(21)))
    const former = held(taken[0])
    const write: StoreWrite = { type: 'updateLink', set: { cursor: 'stale' } }
    const writes = [store.commit(next, [{ type: 'updateLink', set: { cursor: 'new' } }]), store.commit(former, [write])]
    expect(await Promise.all(writes.map(failureOf))).toEqual([null, 'lease_lost'])
    expect(await store.link(linkId)).toMatchObject({ cursor: 'new' })
  })

  test('a path of any length is kept, found and deleted as others are', async () => {
    const { store, linkId } = await linked()
    const root = `/${Array.from({ length: 30 }, (_, depth) => `${depth}${'ü'.repeat(200)}`).join('/')}`
    const paths = [root, `${root}/a.txt`, `${root} (2)/b.txt`, `${root}/c/d.txt`, `${root}!`]
    const entries = paths.map((path) => entry(linkId, path))
    await store.commitUserRequest(linkId, [
      ...entries.map((one) => ({ type: 'putMirror', entry: one }) as const),
      { type: 'markDirty', key: { type: 'path', record: null, pathLower: pathLower(root) } },
    ])
    expect(await store.mirror(linkId, 1, [pathLower(root)])).toEqual([entries[0]])
    const tree = await store.mirrorTree(linkId, 1, pathLower(root))
    expect(tree.map(({ path }) => path)).toEqual([root, `${root}/a.txt`, `${root}/c/d.txt`])
    const first = await store.mirrorPage(linkId, 1, null, 3)
    const second = await store.mirrorPage(linkId, 1, pathLower(first.next ?? '/'), 3)
    expect([...first.rows, ...second.rows].map(({ path }) => path)).toEqual(paths.toSorted())
    await store.commitUserRequest(linkId, [{ type: 'deleteMirror', generation: 1, pathLower: pathLower(root) }])
    const rest = await store.mirrorPage(linkId, 1, null, 10)
    expect(rest.rows.map(({ path }) => path)).toEqual([`${root} (2)/b.txt`, `${root}!`].toSorted())
  })

  test('an entry is there or not as the last write says, also within one commit', async () => {
    const { store, linkId } = await linked()
    const put = (path: string) => ({ type: 'putMirror', entry: entry(linkId, path) }) as const
    const remove = (path: string) => ({ type: 'deleteMirror', generation: 1, pathLower: pathLower(path) }) as const
    await store.commitUserRequest(linkId, [put('/a/old'), put('/b')])
    await store.commitUserRequest(linkId, [put('/a/1'), remove('/a'), put('/a/2'), put('/c'), remove('/c'), put('/b')])
    const { rows } = await store.mirrorPage(linkId, 1, null, 10)
    expect(rows.map(({ path }) => path)).toEqual(['/a/2', '/b'])
  })

  test('a commit of a hundred ops is a few statements', async () => {
    const { store, linkId, record } = await linked()
    const lease = held(await store.acquireLease(linkId, 'worker', at(0), at(10)))
    let statements = 0
    const counting: KyselyPlugin = {
      transformQuery({ node }) {
        statements += 1
        return node
      },
      transformResult: async ({ result }) => result,
    }
    const writes = Array.from({ length: 100 }, (_, number) => opWrites(linkId, record, `file-${number}`)).flat()
    await postgresSyncStore(database.db.withPlugin(counting)).commit(lease, writes)
    expect(statements).toBeLessThanOrEqual(5)
    expect(await store.baselinesOfRecord(linkId, record)).toHaveLength(100)
  })

  test('[X56] the database refuses to change or delete a row of the activity', async () => {
    const { store, linkId, record } = await linked()
    await store.commitUserRequest(linkId, opWrites(linkId, record, 'file-1'))
    await expect(sql`update activity set subject = 'x'`.execute(database.db)).rejects.toThrow(/only ever added/)
    await expect(sql`delete from activity`.execute(database.db)).rejects.toThrow(/only ever added/)
    const undo = JSON.stringify({ until: at(0), inverse: { type: 'putBack' } })
    await expect(sql`update activity set undo = ${undo}`.execute(database.db)).rejects.toThrow(/only ever added/)
  })

  /** What one finished op writes. */
  function opWrites(linkId: string, record: RecordKey, fileId: string): readonly StoreWrite[] {
    const { path, pathLower, name, remoteId } = entry(linkId, `/Companies/${record.id}/${fileId}`)
    return [
      {
        type: 'putBaseline',
        baseline: {
          linkId,
          record,
          fileId,
          status: 'on',
          pathLower,
          path,
          remoteName: name,
          hostName: name,
          hostFolder: [],
          remoteId,
          revision: revision('rev-1'),
          hostVersion: '1',
          sizeBytes: 1,
          deletion: null,
          pacedUntil: null,
          contentHash: contentHash('ab'.repeat(32)),
        },
      },
      { type: 'clearDirty', key: { type: 'file', record, fileId }, mark: null },
      { type: 'deleteProblem', key: { type: 'file', record, fileId } },
      {
        type: 'appendActivity',
        activity: {
          id: crypto.randomUUID(),
          at: at(0),
          tenantId: record.tenantId,
          linkId,
          record,
          fileId,
          subject: name,
          code: 'uploaded',
          direction: 'toDropbox',
          actor: sofie,
          details: {},
          undo: null,
        },
      },
    ]
  }
})

describe('file store', () => {
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
    const broken: BlobStore = { ...memoryBlobStore(), put: async () => Promise.reject(new Error('The disk is full.')) }
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
      expect(await failureOf(files.remove({ ...file, record, expectedVersion: file.version }, sofie))).toBe('not_found')
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
    const purgeAt = (days: number) => purgeFiles({ db: database.db, clock: later(days), retentionDays: 10 })
    await purgeAt(9)
    expect(await collect(await files.read(first))).toEqual(bytes('first'))
    const { files: ended, versions } = await purgeAt(11)
    expect([ended >= 1, versions >= 1]).toEqual([true, true])
    expect(await failureOf(files.restoreVersion({ ...second, expectedVersion: '2' }, '1', sofie))).toBe('not_found')
    expect(await failureOf(files.restore(removed, sofie))).toBe('not_found')
    expect(await files.list(record, { after: null, limit: 10 })).toMatchObject({ files: [second] })
    for (const days of [11, 13]) await sweepBlobs({ db: database.db, blobs, clock: later(days) })
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
      sweepBlobs({ db: database.db, blobs, clock: { now: () => clock.now() + hours * 3_600_000 } })
    expect([await sweepAt(0), await sweepAt(1), (await idsOf(blobs)).length]).toEqual([0, 0, 2])
    expect(await sweepAt(24)).toBe(1)
    expect(await collect(await files.read(await files.restore(file, sofie)))).toEqual(bytes('kept'))
  })
})
