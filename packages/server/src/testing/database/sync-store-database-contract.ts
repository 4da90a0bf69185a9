import {
  type Lease,
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
import { failureOf } from '@twinfolder/core/testing'
import { type Kysely, type KyselyPlugin, sql } from 'kysely'
import { describe, expect, test } from 'vitest'

import { type Schema, postgresSyncStore } from '../../postgres/index.ts'
import { newLink, newRecord, sofie } from './fixtures.ts'

/** What the sync store does that only a database can show. */
export function syncStoreDatabaseContract(name: string, db: () => Kysely<Schema>): void {
  describe(`${name}: sync store`, () => {
    const linked = async () => {
      const link = newLink()
      const store = postgresSyncStore(db())
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
      const writes = [
        store.commit(next, [{ type: 'updateLink', set: { cursor: 'new' } }]),
        store.commit(former, [write]),
      ]
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
      await store.commitUserRequest(linkId, [
        put('/a/1'),
        remove('/a'),
        put('/a/2'),
        put('/c'),
        remove('/c'),
        put('/b'),
      ])
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
      await postgresSyncStore(db().withPlugin(counting)).commit(lease, writes)
      expect(statements).toBeLessThanOrEqual(5)
      expect(await store.baselinesOfRecord(linkId, record)).toHaveLength(100)
    })

    test('[X56] the database refuses to change or delete a row of the activity', async () => {
      const { store, linkId, record } = await linked()
      await store.commitUserRequest(linkId, opWrites(linkId, record, 'file-1'))
      await expect(sql`update activity set subject = 'x'`.execute(db())).rejects.toThrow(/only ever added/)
      await expect(sql`delete from activity`.execute(db())).rejects.toThrow(/only ever added/)
      const undo = JSON.stringify({ until: at(0), inverse: { type: 'putBack' } })
      await expect(sql`update activity set undo = ${undo}`.execute(db())).rejects.toThrow(/only ever added/)
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
}
