import { describe, expect, test } from 'vitest'

import { pathLower, remoteId } from '../../domain/remote-path.ts'
import type { Baseline } from '../../ports/sync-rows.ts'
import type { StoreWrite, SyncStore } from '../../ports/sync-store.ts'
import { linked, newBaseline, newRecord, noon } from './rows.ts'

/** What both sides held. */
export function baselineTests(store: () => SyncStore): void {
  describe('baselines', () => {
    test('are put and found by file in the order asked, and deleted', async () => {
      const { linkId, record, write } = await linked(store())
      const a = newBaseline(linkId, record, 'a', '/x/a.txt')
      const b = newBaseline(linkId, record, 'b', '/x/b.txt')
      await write(put(a), put(b))
      expect(await store().baselines(linkId, record, ['b', 'unknown', 'a'])).toEqual([b, null, a])
      expect(await store().baselinesOfRecord(linkId, record)).toEqual(expect.arrayContaining([a, b]))
      await write({ type: 'deleteBaseline', record, fileId: 'a' })
      expect(await store().baselinesOfRecord(linkId, record)).toEqual([b])
    })

    test('a file has one in each link', async () => {
      const { linkId, record, write } = await linked(store())
      const other = await linked(store())
      await write(put(newBaseline(linkId, record, 'a', '/x/a.txt')))
      await other.write(put(newBaseline(other.linkId, record, 'a', '/x/a.txt', { hostVersion: 'v2' })))
      expect(await store().baselines(linkId, record, ['a'])).toMatchObject([{ hostVersion: 'v1' }])
      expect(await store().baselines(other.linkId, record, ['a'])).toMatchObject([{ hostVersion: 'v2' }])
    })

    test('[S12] a path is bound to one file of a link', async () => {
      const { linkId, record, write } = await linked(store())
      const a = newBaseline(linkId, record, 'a', '/x/a.txt')
      await write(put(a))
      await expect(write(put({ ...a, fileId: 'b' }))).rejects.toThrow()
      await expect(write(put({ ...a, record: newRecord(record.tenantId) }))).rejects.toThrow()
      expect(await store().baselinesByPath(linkId, [a.pathLower])).toEqual([a])
      const other = await linked(store())
      await other.write(put({ ...a, linkId: other.linkId }))
    })

    test('[C42] two files swap their paths in one commit over a free one', async () => {
      const { linkId, record, write } = await linked(store())
      const a = newBaseline(linkId, record, 'a', '/x/a.txt')
      const b = newBaseline(linkId, record, 'b', '/x/b.txt')
      await write(put(a), put(b))
      const swapped = [
        newBaseline(linkId, record, 'a', '/x/free.txt'),
        newBaseline(linkId, record, 'b', '/x/a.txt'),
        newBaseline(linkId, record, 'a', '/x/b.txt'),
      ]
      await write(...swapped.map(put))
      const found = await store().baselinesByPath(linkId, [pathLower('/x/a.txt'), pathLower('/x/b.txt')])
      expect(found.map((baseline) => baseline?.fileId)).toEqual(['b', 'a'])
    })

    test('[S5] a path whose file was detached is free for another one', async () => {
      const { linkId, record, write } = await linked(store())
      const detached = newBaseline(linkId, record, 'a', '/x/a.txt', { status: 'detached' })
      const bound = newBaseline(linkId, record, 'b', '/x/a.txt')
      const suspended = newBaseline(linkId, record, 'c', '/x/a.txt', { status: 'suspended' })
      await write(put(detached), put(bound), put(suspended))
      expect(await store().baselinesByPath(linkId, [bound.pathLower])).toEqual([bound])
      await expect(write(put({ ...detached, status: 'on' }))).rejects.toThrow()
      await write(put({ ...bound, status: 'detached' }), put({ ...detached, status: 'on' }))
      expect(await store().baselinesByPath(linkId, [bound.pathLower])).toMatchObject([{ fileId: 'a' }])
    })

    test('are found by path while they are on, in the order asked', async () => {
      const { linkId, record, write } = await linked(store())
      const a = newBaseline(linkId, record, 'a', '/x/A.txt')
      await write(put(a), put(newBaseline(linkId, record, 'b', '/x/b.txt', { status: 'suspended' })))
      const asked = ['/x/b.txt', '/x/a.txt', '/x/c.txt'].map((path) => pathLower(path))
      expect(await store().baselinesByPath(linkId, asked)).toEqual([null, a, null])
      const moved = { ...a, pathLower: pathLower('/x/c.txt') }
      await write(put(moved))
      expect(await store().baselinesByPath(linkId, asked)).toEqual([null, null, moved])
    })

    test('[S10] of any status are found below a folder, not below one that merely starts alike', async () => {
      const { linkId, record, write } = await linked(store())
      const other = newRecord(record.tenantId)
      await write(
        put(newBaseline(linkId, record, 'a', '/c/acme (42)/a.txt')),
        put(newBaseline(linkId, record, 'b', '/c/acme (42)/sub/b.txt', { status: 'detached' })),
        put(newBaseline(linkId, other, 'c', '/c/acme (42) two/c.txt')),
        put(newBaseline(linkId, other, 'd', '/c/acme (42).txt')),
      )
      const below = await store().baselinesBelow(linkId, [pathLower('/c/acme (42)')])
      expect(below.map((baseline) => baseline.fileId).toSorted()).toEqual(['a', 'b'])
      const paths = ['/c/acme (42)/a.txt', '/c/acme (42).txt', '/c/acme (42)/sub', '/c/acme (42)/sub/b.txt'].map(
        (path) => pathLower(path),
      )
      const some = await store().baselinesBelow(linkId, paths)
      expect(some.map((baseline) => baseline.fileId).toSorted()).toEqual(['a', 'b', 'd'])
      expect(await store().baselinesBelow(linkId, [])).toEqual([])
    })

    test('of several records and of their files are found at once, in the order asked', async () => {
      const { linkId, record, write } = await linked(store())
      const other = newRecord(record.tenantId)
      const empty = newRecord(record.tenantId)
      const a = newBaseline(linkId, record, 'a', '/x/a.txt')
      const b = newBaseline(linkId, record, 'b', '/x/b.txt', { status: 'detached' })
      const again = newBaseline(linkId, other, 'a', '/y/a.txt')
      await write(put(a), put(b), put(again))
      const stranger = await linked(store())
      await stranger.write(put(newBaseline(stranger.linkId, empty, 'c', '/x/c.txt')))
      const found = await store().baselinesByRecord(linkId, [other, empty, record])
      expect(found.map((rows) => rows.toSorted((x, y) => (x.fileId < y.fileId ? -1 : 1)))).toEqual([
        [again],
        [],
        [a, b],
      ])
      expect(await store().haveBaselines(linkId, [empty, record, other])).toEqual([false, true, true])
      const files = [
        { record: other, fileId: 'a' },
        { record: other, fileId: 'b' },
        { record, fileId: 'b' },
        { record, fileId: 'a' },
      ]
      expect(await store().baselinesByFile(linkId, files)).toEqual([again, null, b, a])
      expect(await store().baselinesByRecord(linkId, [])).toEqual([])
      expect(await store().baselinesByFile(linkId, [])).toEqual([])
      expect(await store().haveBaselines(linkId, [])).toEqual([])
    })

    test('[S7] of any status are found by the id of the remote file', async () => {
      const { linkId, record, write } = await linked(store())
      const moved = remoteId('id:moved')
      const a = newBaseline(linkId, record, 'a', '/x/a.txt', { remoteId: moved, status: 'detached' })
      const b = newBaseline(linkId, record, 'b', '/x/b.txt', { remoteId: moved })
      await write(put(a), put(b), put(newBaseline(linkId, record, 'c', '/x/c.txt')))
      const found = await store().baselinesByRemoteId(linkId, [moved, remoteId('id:unknown')])
      expect(found.map((baseline) => baseline.fileId).toSorted()).toEqual(['a', 'b'])
    })

    test('[S15] keep that their deletion is held, and until when uploads are spaced out', async () => {
      const { linkId, record, write } = await linked(store())
      const held = newBaseline(linkId, record, 'a', '/x/a.txt', { deletion: 'held', pacedUntil: noon(5) })
      await write(put(held))
      expect(await store().baselines(linkId, record, ['a'])).toEqual([held])
      const confirmed = { ...held, deletion: 'confirmed', pacedUntil: null } as const
      await write(put(confirmed))
      expect(await store().baselines(linkId, record, ['a'])).toEqual([confirmed])
    })

    test('[S5] [S15] those that a person decides about are found without the others', async () => {
      const { linkId, record, write } = await linked(store())
      const detached = newBaseline(linkId, record, 'b', '/x/b.txt', { status: 'detached' })
      const held = newBaseline(linkId, record, 'c', '/x/c.txt', { deletion: 'held' })
      await write(
        put(newBaseline(linkId, record, 'a', '/x/a.txt')),
        put(detached),
        put(held),
        put(newBaseline(linkId, record, 'd', '/x/d.txt', { status: 'suspended' })),
        put(newBaseline(linkId, newRecord(record.tenantId), 'e', '/y/e.txt', { status: 'detached' })),
      )
      const found = await store().undecidedBaselines(linkId, record)
      expect(found.toSorted((a, b) => a.fileId.localeCompare(b.fileId))).toEqual([detached, held])
      await write(put({ ...detached, status: 'on' }), put({ ...held, deletion: null }))
      expect(await store().undecidedBaselines(linkId, record)).toEqual([])
    })

    test('[C101] the copies of files are told over all links that are not revoked', async () => {
      const { link, linkId, record, write } = await linked(store())
      const grace = { tenantId: record.tenantId, userId: 'user-grace' }
      const second = await linked(store(), { user: grace, firstName: 'Grace' })
      const revoked = await linked(store(), { user: { ...grace, userId: 'user-alan' } })
      await write(put(newBaseline(linkId, record, 'a', '/x/a.txt')), put(newBaseline(linkId, record, 'b', '/x/b.txt')))
      await second.write(put(newBaseline(second.linkId, record, 'a', '/x/a.txt', { status: 'detached' })))
      await revoked.write(put(newBaseline(revoked.linkId, record, 'a', '/x/a.txt')))
      await revoked.write({ type: 'updateLink', set: { status: 'revoked' } })
      const copies = await store().copies(record, ['a', 'unknown'])
      expect(copies).toHaveLength(2)
      expect(copies).toEqual(
        expect.arrayContaining([
          { fileId: 'a', linkId, firstName: 'Ada', userId: link.user.userId, status: 'on' },
          { fileId: 'a', linkId: second.linkId, firstName: 'Grace', userId: 'user-grace', status: 'detached' },
        ]),
      )
      expect(await store().copies(newRecord(record.tenantId), ['a'])).toEqual([])
    })
  })
}

function put(baseline: Baseline): StoreWrite {
  return { type: 'putBaseline', baseline }
}
