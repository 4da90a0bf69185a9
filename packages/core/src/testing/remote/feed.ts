import { describe, expect, test } from 'vitest'

import type { PathLower, RemotePath } from '../../domain/remote-path.ts'
import type { Remote, RemoteChange, RemoteEntry } from '../../ports/remote.ts'
import { bytes } from '../bytes.ts'
import { failureOf } from '../failure-of.ts'
import type { RemoteAbilities, RemoteContractSetup } from './remote-contract.ts'
import { faultOf, fileAt, freshFolder, over, upload } from './steps.ts'

/** The change feed: whatever happens, changes applied in order give the remote's state. */
export function remoteFeedTests(given: () => RemoteContractSetup, has: RemoteAbilities): void {
  describe('changes', () => {
    test('a full listing has every file and folder, and a cursor for what comes after', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      await owner.mkdir(folder('empty'))
      await owner.put(folder('sub/a.txt'), bytes('a'))
      const listing = await readFeed(remote, null)
      expect(listing.replay.below(folder)).toEqual(['empty/', 'sub/', 'sub/a.txt'])
      await owner.put(folder('b.txt'), bytes('b'))
      const after = await readFeed(remote, listing.cursor)
      expect(after.changes).toMatchObject([{ kind: 'file', path: folder('b.txt') }])
    })

    test('[C18] a feed without news gives no changes, and a new cursor all the same', async () => {
      const { remote } = given()
      const { cursor } = await readFeed(remote, null)
      const page = await remote.changes(cursor)
      expect(page).toMatchObject({ changes: [], hasMore: false })
      expect(page.cursor).not.toBe(cursor)
    })

    test('an entry of the feed is the entry that a point read gives', async () => {
      const { remote, owner } = given()
      const path = freshFolder()('Quote.pdf')
      await owner.put(path, bytes('quote'))
      const { replay } = await readFeed(remote, null)
      const file = await fileAt(remote, path)
      expect(replay.entries.get(file.pathLower)).toEqual(file)
    })

    test('[C92] our own writes come back', async () => {
      const { remote } = given()
      const path = freshFolder()('a.txt')
      const { cursor } = await readFeed(remote, null)
      const { revision, pathLower } = await upload(remote, path, 'a')
      const written = await readFeed(remote, cursor)
      expect(written.changes).toContainEqual(expect.objectContaining({ kind: 'file', revision }))
      await remote.deleteFile({ path, revision })
      expect((await readFeed(remote, written.cursor)).changes).toEqual([{ kind: 'deleted', pathLower }])
    })

    test('a new revision comes with the same id', async () => {
      const { remote } = given()
      const path = freshFolder()('a.txt')
      const first = await upload(remote, path, 'one')
      const { cursor } = await readFeed(remote, null)
      const second = await upload(remote, path, 'two', over(first))
      const { changes } = await readFeed(remote, cursor)
      expect(changes).toMatchObject([{ kind: 'file', id: first.id, revision: second.revision }])
    })

    test('[C28] a folder that the owner deletes takes everything below along', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      for (const name of ['Acme (42)/a.txt', 'Acme (42)/sub/b.txt', 'Acme (42) other/c.txt']) {
        await owner.put(folder(name), bytes(name))
      }
      const { cursor, replay } = await readFeed(remote, null)
      await owner.delete(folder('Acme (42)'))
      await readFeed(remote, cursor, replay)
      expect(replay.below(folder)).toEqual(['Acme (42) other/', 'Acme (42) other/c.txt'])
    })

    test('[S7] a moved file is a deletion and a new entry with the same id', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      const { id, pathLower } = await upload(remote, folder('a.txt'), 'a')
      const { cursor, replay } = await readFeed(remote, null)
      await owner.move(folder('a.txt'), folder('b.txt'))
      const { changes } = await readFeed(remote, cursor, replay)
      expect(changes).toContainEqual({ kind: 'deleted', pathLower })
      expect(changes).toContainEqual(expect.objectContaining({ kind: 'file', id, path: folder('b.txt') }))
      expect(replay.below(folder)).toEqual(['b.txt'])
    })

    test('[C36] a moved folder comes with every entry below it under its old id', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      const { id } = await upload(remote, folder('sub/x/a.txt'), 'a')
      const { cursor, replay } = await readFeed(remote, null)
      await owner.move(folder('sub'), folder('sub2'))
      const { changes } = await readFeed(remote, cursor, replay)
      expect(changes).toContainEqual(expect.objectContaining({ kind: 'file', id, path: folder('sub2/x/a.txt') }))
      expect(replay.below(folder)).toEqual(['sub2/', 'sub2/x/', 'sub2/x/a.txt'])
    })

    test('[C43] a safe save leaves one file under the old name', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      await owner.put(folder('a.txt'), bytes('one'))
      const { cursor, replay } = await readFeed(remote, null)
      await owner.move(folder('a.txt'), folder('a.bak'))
      await owner.put(folder('a.txt'), bytes('two'))
      await owner.delete(folder('a.bak'))
      await readFeed(remote, cursor, replay)
      expect(replay.below(folder)).toEqual(['a.txt'])
      const file = await fileAt(remote, folder('a.txt'))
      expect(replay.entries.get(file.pathLower)).toMatchObject({ id: file.id, revision: file.revision })
    })

    test('[C60] a folder that becomes a file, and back, replays to what is there', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      await owner.put(folder('f/x.txt'), bytes('x'))
      const before = await readFeed(remote, null)
      await owner.delete(folder('f'))
      await owner.put(folder('f'), bytes('file'))
      const between = await readFeed(remote, before.cursor, before.replay)
      expect(before.replay.below(folder)).toEqual(['f'])
      await owner.delete(folder('f'))
      await owner.put(folder('f/y.txt'), bytes('y'))
      await readFeed(remote, between.cursor, before.replay)
      expect(before.replay.below(folder)).toEqual(['f/', 'f/y.txt'])
    })

    test('a cursor can be read again: a crash before its page was stored loses nothing', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      const { cursor } = await readFeed(remote, null)
      await owner.put(folder('a.txt'), bytes('a'))
      await owner.put(folder('b.txt'), bytes('b'))
      const first = await readFeed(remote, cursor)
      const second = await readFeed(remote, cursor)
      expect(second.replay.below(folder)).toEqual(['a.txt', 'b.txt'])
      expect(second.changes).toEqual(first.changes)
    })

    test('what happens while a full listing is read comes after it', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      for (const name of ['a.txt', 'b.txt', 'c.txt']) await owner.put(folder(name), bytes(name))
      const first = await remote.changes(null)
      await owner.delete(folder('a.txt'))
      await owner.put(folder('d.txt'), bytes('d'))
      const replay = emptyReplay()
      for (const change of first.changes) replay.apply(change)
      await readFeed(remote, first.cursor, replay)
      expect(replay.below(folder)).toEqual(['b.txt', 'c.txt', 'd.txt'])
    })

    test('waiting ends at once when there is something after the cursor', async () => {
      const { remote, owner } = given()
      const { cursor } = await readFeed(remote, null)
      await owner.put(freshFolder()('a.txt'), bytes('a'))
      expect(await remote.waitForChange(cursor, { timeoutSeconds: 30 })).toMatchObject({ changed: true })
    })

    test('waiting ends when something happens', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      const { cursor } = await readFeed(remote, null)
      const news = remote.waitForChange(cursor, { timeoutSeconds: 30 })
      await owner.put(folder('a.txt'), bytes('a'))
      expect(await news).toMatchObject({ changed: true })
      expect((await readFeed(remote, cursor)).replay.below(folder)).toEqual(['a.txt'])
    })

    test('waiting ends at once when nobody waits any more', async () => {
      const { remote } = given()
      const { cursor } = await readFeed(remote, null)
      const controller = new AbortController()
      const news = failureOf(remote.waitForChange(cursor, { timeoutSeconds: 30, signal: controller.signal }))
      await Promise.resolve()
      controller.abort()
      expect(await news).toBe('cancelled')
    })

    if (has.loseCursors)
      test('[C85] waiting for news after a lost cursor is cursor_reset', async () => {
        const { remote } = given()
        const { cursor } = await readFeed(remote, null)
        await faultOf(given(), 'loseCursors')()
        expect(await failureOf(remote.waitForChange(cursor, { timeoutSeconds: 30 }))).toBe('cursor_reset')
      })

    if (has.loseCursors)
      test('[C85] a lost cursor is cursor_reset, and a new listing has everything', async () => {
        const { remote, owner } = given()
        const folder = freshFolder()
        await owner.put(folder('a.txt'), bytes('a'))
        const { cursor } = await readFeed(remote, null)
        await faultOf(given(), 'loseCursors')()
        expect(await failureOf(remote.changes(cursor))).toBe('cursor_reset')
        expect((await readFeed(remote, null)).replay.below(folder)).toEqual(['a.txt'])
      })
  })
}

/** Reads to the end of the feed and applies all changes to `replay`. */
async function readFeed(remote: Remote, from: string | null, replay: Replay = emptyReplay()) {
  const changes: RemoteChange[] = []
  let page = await remote.changes(from)
  changes.push(...page.changes)
  while (page.hasMore) {
    page = await remote.changes(page.cursor)
    changes.push(...page.changes)
  }
  for (const change of changes) replay.apply(change)
  return { changes, cursor: page.cursor, replay }
}

interface Replay {
  readonly entries: ReadonlyMap<PathLower, RemoteEntry>
  apply(change: RemoteChange): void
  /** Paths below a test's folder, sorted; folders end with a slash. */
  below(folder: (name: string) => RemotePath): readonly string[]
}

/** Applies changes as Dropbox's reference says: a file or a deletion drops what is below, a folder keeps it. */
function emptyReplay(): Replay {
  const entries = new Map<PathLower, RemoteEntry>()
  return {
    entries,
    apply(change) {
      if (change.kind !== 'folder') {
        for (const path of entries.keys()) if (`${path}/`.startsWith(`${change.pathLower}/`)) entries.delete(path)
      }
      if (change.kind !== 'deleted') entries.set(change.pathLower, change)
    },
    below(folder) {
      const root = folder('-').slice(0, -1)
      return [...entries.values()]
        .filter((entry) => entry.path.startsWith(root))
        .map((entry) => entry.path.slice(root.length) + (entry.kind === 'folder' ? '/' : ''))
        .toSorted()
    },
  }
}
