import { describe, expect, test } from 'vitest'

import { type PathLower, pathLower, remoteId, remotePath } from '../../domain/remote-path.ts'
import type { MirrorEntry } from '../../ports/sync-rows.ts'
import type { StoreWrite, SyncStore } from '../../ports/sync-store.ts'
import { linked, newMirrorFile } from './rows.ts'

/** What the remote last told. */
export function mirrorTests(store: () => SyncStore): void {
  /** A link with these files in its mirror. */
  const mirrored = async (...paths: readonly string[]) => {
    const link = await linked(store())
    await link.write(...paths.map((path) => put(newMirrorFile(link.linkId, path))))
    return link
  }
  const pathsOf = (entries: readonly MirrorEntry[]): readonly string[] => entries.map((entry) => entry.path).toSorted()
  const treeOf = async (linkId: string, root: string, generation = 1) =>
    pathsOf(await store().mirrorTree(linkId, generation, pathLower(root)))

  describe('mirror', () => {
    test('gives what is at or below several roots, in the order asked, also where one is below another', async () => {
      const { linkId } = await mirrored('/x/a.txt', '/x/sub/b.txt', '/x two/c.txt', '/y.txt')
      const roots = ['/x/sub', '/nothing', '/x', '/y.txt'].map((path) => pathLower(path))
      const trees = await store().mirrorTrees(linkId, 1, roots)
      expect(trees.map(pathsOf)).toEqual([['/x/sub/b.txt'], [], ['/x/a.txt', '/x/sub/b.txt'], ['/y.txt']])
      expect(await store().mirrorTrees(linkId, 2, roots)).toEqual([[], [], [], []])
      expect(await store().mirrorTrees(linkId, 1, [])).toEqual([])
    })

    test('gives entries by path in the order asked, and null for what is not there', async () => {
      const { linkId } = await mirrored('/A.txt', '/b.txt')
      const asked = [pathLower('/b.txt'), pathLower('/c.txt'), pathLower('/a.txt')]
      const found = await store().mirror(linkId, 1, asked)
      expect(found).toEqual([newMirrorFile(linkId, '/b.txt'), null, newMirrorFile(linkId, '/A.txt')])
      expect(await store().mirror(linkId, 1, [])).toEqual([])
    })

    test('keeps folders and documents, which have no revision and no hash', async () => {
      const { linkId, write } = await linked(store())
      const folder: MirrorEntry = {
        linkId,
        generation: 1,
        pathLower: pathLower('/companies'),
        path: remotePath('/Companies'),
        name: 'Companies',
        kind: 'folder',
        remoteId: remoteId('id:companies'),
        revision: null,
        contentHash: null,
        sizeBytes: 0,
        downloadable: false,
        modifiedAt: null,
      }
      await write(put(folder))
      expect(await store().mirror(linkId, 1, [folder.pathLower])).toEqual([folder])
    })

    test('an entry replaces the one at its path', async () => {
      const { linkId, write } = await mirrored('/a.txt')
      const next = newMirrorFile(linkId, '/a.txt', { remoteId: remoteId('id:next'), sizeBytes: 7 })
      await write(put(next))
      expect(await store().mirror(linkId, 1, [next.pathLower])).toEqual([next])
      expect(await store().mirrorById(linkId, 1, [remoteId('id:/a.txt')])).toEqual([null])
    })

    test('a tree is the entry at a path and what is below, not what merely starts alike', async () => {
      const { linkId } = await mirrored('/a', '/a/x', '/a/y/z', '/ab', '/ab/x', '/a b', '/a.txt', '/b/a/x')
      expect(await treeOf(linkId, '/a')).toEqual(['/a', '/a/x', '/a/y/z'])
      expect(await treeOf(linkId, '/a/y')).toEqual(['/a/y/z'])
      expect(await treeOf(linkId, '/nothing')).toEqual([])
    })

    test('characters that a database gives a meaning have none', async () => {
      const { linkId, write } = await mirrored('/100%/a', '/100x/a', '/a_b/x', '/acb/x', "/o'b/x", '/a\\b/x')
      expect(await treeOf(linkId, '/100%')).toEqual(['/100%/a'])
      expect(await treeOf(linkId, '/a_b')).toEqual(['/a_b/x'])
      expect(await treeOf(linkId, "/o'b")).toEqual(["/o'b/x"])
      expect(await treeOf(linkId, '/a\\b')).toEqual(['/a\\b/x'])
      await write({ type: 'deleteMirror', generation: 1, pathLower: pathLower('/a_b') })
      expect(await treeOf(linkId, '/acb')).toEqual(['/acb/x'])
    })

    test('deleteMirror removes a tree, not what merely starts alike', async () => {
      const { linkId, write } = await mirrored('/a', '/a/x', '/a/y/z', '/ab', '/ab/x')
      await write({ type: 'deleteMirror', generation: 1, pathLower: pathLower('/a') })
      expect(await treeOf(linkId, '/a')).toEqual([])
      expect(await treeOf(linkId, '/ab')).toEqual(['/ab', '/ab/x'])
      await write({ type: 'deleteMirror', generation: 1, pathLower: pathLower('/unknown') })
    })

    test('gives entries by id in the order asked', async () => {
      const { linkId } = await mirrored('/a.txt', '/b.txt')
      const ids = ['id:/b.txt', 'id:unknown', 'id:/a.txt'].map((id) => remoteId(id))
      const found = await store().mirrorById(linkId, 1, ids)
      expect(found.map((entry) => entry?.path)).toEqual(['/b.txt', undefined, '/a.txt'])
    })

    test('[C85] generations are apart until one is kept', async () => {
      const { linkId, write } = await mirrored('/old.txt', '/both.txt')
      await write(
        put(newMirrorFile(linkId, '/both.txt', { generation: 2, sizeBytes: 2 })),
        put(newMirrorFile(linkId, '/new.txt', { generation: 2 })),
        { type: 'deleteMirror', generation: 2, pathLower: pathLower('/old.txt') },
      )
      expect(await store().mirror(linkId, 1, [pathLower('/old.txt'), pathLower('/new.txt')])).toMatchObject([{}, null])
      await write({ type: 'keepGeneration', generation: 2 })
      expect(await treeOf(linkId, '/both.txt', 1)).toEqual([])
      expect(await store().mirror(linkId, 2, [pathLower('/both.txt')])).toMatchObject([{ sizeBytes: 2 }])
      expect(await treeOf(linkId, '/new.txt', 2)).toEqual(['/new.txt'])
    })

    test('links have mirrors of their own', async () => {
      const { linkId } = await mirrored('/a.txt')
      const other = await mirrored('/a.txt')
      await other.write({ type: 'deleteMirror', generation: 1, pathLower: pathLower('/a.txt') })
      await other.write({ type: 'keepGeneration', generation: 9 })
      expect(await treeOf(linkId, '/a.txt')).toEqual(['/a.txt'])
      expect(await treeOf(other.linkId, '/a.txt')).toEqual([])
    })

    test('pages go through a whole generation in one order, each path once', async () => {
      const paths = ['/b', '/a/x', '/a', '/c/y/z', '/a b']
      const { linkId } = await mirrored(...paths)
      const seen: string[] = []
      let after: PathLower | null = null
      for (let pages = 0; pages < 10; pages += 1) {
        const page = await store().mirrorPage(linkId, 1, after, 2)
        expect(page.rows.length).toBeLessThanOrEqual(2)
        seen.push(...page.rows.map((entry) => entry.path))
        if (page.next === null) break
        after = pathLower(page.next)
      }
      expect(seen.toSorted()).toEqual(paths.toSorted())
      const whole = await store().mirrorPage(linkId, 1, null, 100)
      expect(whole.next).toBeNull()
      expect(whole.rows.map((entry) => entry.path)).toEqual(seen)
    })

    test('two generations are paged in the same order, so that they can be compared', async () => {
      const paths = ['/b', '/a/x', '/a', '/a-1', '/a b']
      const { linkId, write } = await mirrored(...paths)
      await write(...paths.toReversed().map((path) => put(newMirrorFile(linkId, path, { generation: 2 }))))
      const orderOf = async (generation: number) =>
        (await store().mirrorPage(linkId, generation, null, 100)).rows.map((entry) => entry.path)
      expect(await orderOf(2)).toEqual(await orderOf(1))
    })

    test('a path goes on where a page ended, also when it is gone by now', async () => {
      const { linkId, write } = await mirrored('/a', '/b', '/c')
      const first = await store().mirrorPage(linkId, 1, null, 1)
      await write({ type: 'deleteMirror', generation: 1, pathLower: pathLower('/a') })
      const rest = await store().mirrorPage(linkId, 1, pathLower(first.next ?? '/'), 10)
      expect(pathsOf(rest.rows)).toEqual(['/b', '/c'])
    })
  })
}

function put(entry: MirrorEntry): StoreWrite {
  return { type: 'putMirror', entry }
}
