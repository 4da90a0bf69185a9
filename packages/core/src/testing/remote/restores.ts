import { describe, expect, test } from 'vitest'

import { revision } from '../../domain/remote-path.ts'
import type { Remote, RemoteChange } from '../../ports/remote.ts'
import { bytes } from '../bytes.ts'
import { failureOf } from '../failure-of.ts'
import type { RemoteContractSetup } from './remote-contract.ts'
import { fileAt, freshFolder, over, upload } from './steps.ts'

/** Deleted files that come back. */
export function remoteRestoreTests(given: () => RemoteContractSetup): void {
  describe('restore', () => {
    test('brings a deleted file back with the contents of the revision', async () => {
      const { remote, owner } = given()
      const path = freshFolder()('a.txt')
      const first = await upload(remote, path, 'first')
      const second = await upload(remote, path, 'second', over(first))
      await owner.delete(path)
      const restored = await remote.restore({ path, revision: second.revision })
      expect(restored).toMatchObject({ kind: 'file', path, contentHash: second.contentHash, sizeBytes: 6 })
      expect(await owner.bytesOf(path)).toEqual(bytes('second'))
      await owner.delete(path)
      await remote.restore({ path, revision: first.revision })
      expect(await owner.bytesOf(path)).toEqual(bytes('first'))
    })

    test('tells the revision that counts from now on', async () => {
      const { remote, owner } = given()
      const path = freshFolder()('a.txt')
      const { revision } = await upload(remote, path, 'a')
      await remote.deleteFile({ path, revision })
      const restored = await remote.restore({ path, revision })
      expect((await fileAt(remote, path)).revision).toBe(restored.revision)
      await upload(remote, path, 'edited', over(restored))
      expect(await owner.bytesOf(path)).toEqual(bytes('edited'))
    })

    test('brings the folders above back, and is told by the feed', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      const path = folder('deep/a.txt')
      const { revision } = await upload(remote, path, 'a')
      await owner.delete(folder('deep'))
      const { cursor } = await changesSince(remote, null)
      const restored = await remote.restore({ path, revision })
      const { changes } = await changesSince(remote, cursor)
      const told = changes.flatMap((change) => (change.kind === 'file' ? [change.pathLower] : []))
      expect(told).toContain(restored.pathLower)
    })

    test('never writes over what is there now', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      const { revision } = await upload(remote, folder('a.txt'), 'old')
      await owner.put(folder('a.txt'), bytes('edited since'))
      expect(await failureOf(remote.restore({ path: folder('a.txt'), revision }))).toBe('precondition_failed')
      expect(await owner.bytesOf(folder('a.txt'))).toEqual(bytes('edited since'))
      const other = await upload(remote, folder('b'), 'b')
      await owner.delete(folder('b'))
      await owner.mkdir(folder('b'))
      expect(await failureOf(remote.restore({ path: folder('b'), revision: other.revision }))).toBe(
        'precondition_failed',
      )
    })

    test('of a revision that was never at the path fails with not_found', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      await upload(remote, folder('a.txt'), 'a')
      const other = await upload(remote, folder('b.txt'), 'b')
      await owner.delete(folder('a.txt'))
      const restore = (revision: typeof other.revision, path = folder('a.txt')) =>
        failureOf(remote.restore({ path, revision }))
      expect(await restore(other.revision)).toBe('not_found')
      expect(await restore(revision('0123456789abcdef0123456789abc'))).toBe('not_found')
      expect(await restore(other.revision, folder('never.txt'))).toBe('not_found')
      expect(await owner.bytesOf(folder('a.txt'))).toBeNull()
    })
  })
}

/** All changes since a cursor, and where they end. */
async function changesSince(remote: Remote, from: string | null) {
  const changes: RemoteChange[] = []
  let page = await remote.changes(from)
  changes.push(...page.changes)
  while (page.hasMore) {
    page = await remote.changes(page.cursor)
    changes.push(...page.changes)
  }
  return { changes, cursor: page.cursor }
}
