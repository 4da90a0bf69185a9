import { describe, expect, test } from 'vitest'

import type { SyncError } from '../../sync-error.ts'
import { bytes, collect } from '../bytes.ts'
import { failureOf } from '../failure-of.ts'
import type { RemoteContractSetup } from './remote-contract.ts'
import { asFile, fileAt, freshFolder, over, upload } from './steps.ts'

/** Deletions and moves. */
export function remoteMoveTests(given: () => RemoteContractSetup): void {
  describe('deleteFile', () => {
    test('[C9] deletes the revision it names', async () => {
      const { remote } = given()
      const path = freshFolder()('a.txt')
      const { revision } = await upload(remote, path, 'a')
      expect(await remote.deleteFile({ path, revision })).toBe('deleted')
      expect(await remote.get(path)).toBeNull()
    })

    test('[C76] of what is gone already is a success', async () => {
      const { remote, owner } = given()
      const path = freshFolder()('a.txt')
      const { revision } = await upload(remote, path, 'a')
      await owner.delete(path)
      expect(await remote.deleteFile({ path, revision })).toBe('missing')
    })

    test('[S6] never deletes a revision that we have not seen', async () => {
      const { remote, owner } = given()
      const path = freshFolder()('a.txt')
      const { revision } = await upload(remote, path, 'seen')
      await owner.put(path, bytes('edited since'))
      expect(await failureOf(remote.deleteFile({ path, revision }))).toBe('precondition_failed')
      expect(await owner.bytesOf(path)).toEqual(bytes('edited since'))
    })

    test('[S6] many side by side each end as they would alone', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      const files = await Promise.all(
        Array.from({ length: 20 }, (_, at) => upload(remote, folder(`${at}.txt`), `contents ${at}`)),
      )
      await owner.put(folder('3.txt'), bytes('edited since'))
      await owner.delete(folder('4.txt'))
      const ends = await Promise.all(
        files.map((file) => remote.deleteFile(file).catch((error: SyncError) => error.code)),
      )
      expect(ends).toEqual(files.map((_, at) => (at === 3 ? 'precondition_failed' : at === 4 ? 'missing' : 'deleted')))
      expect(await owner.bytesOf(folder('3.txt'))).toEqual(bytes('edited since'))
      expect(await owner.bytesOf(folder('5.txt'))).toBeNull()
    })

    test('[S13] never deletes a folder', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      const { revision } = await upload(remote, folder('a'), 'a')
      await owner.delete(folder('a'))
      await owner.put(folder('a/inside.txt'), bytes('inside'))
      expect(await failureOf(remote.deleteFile({ path: folder('a'), revision }))).toBe('precondition_failed')
      expect(await owner.bytesOf(folder('a/inside.txt'))).toEqual(bytes('inside'))
    })
  })

  describe('move', () => {
    test('[C39] of a file keeps its id and contents; the reply has the revision that counts', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      const file = await upload(remote, folder('a.txt'), 'a')
      const moved = asFile(await remote.move(folder('a.txt'), folder('b.txt')))
      expect(moved).toMatchObject({ id: file.id, path: folder('b.txt'), contentHash: file.contentHash })
      expect(await remote.get(folder('a.txt'))).toBeNull()
      await upload(remote, folder('b.txt'), 'b', over(moved))
      expect(await owner.bytesOf(folder('b.txt'))).toEqual(bytes('b'))
    })

    test('[C45] of a folder takes along what is below, with the same ids', async () => {
      const { remote } = given()
      const folder = freshFolder()
      const inside = await upload(remote, folder('Acme (42)/sub/a.txt'), 'a')
      const before = await remote.get(folder('Acme (42)'))
      const moved = await remote.move(folder('Acme (42)'), folder('Acme Corp (42)'))
      expect(moved).toMatchObject({ kind: 'folder', id: before?.id, name: 'Acme Corp (42)' })
      const after = await fileAt(remote, folder('Acme Corp (42)/sub/a.txt'))
      expect(after).toMatchObject({ id: inside.id, contentHash: inside.contentHash })
      expect(await collect(await remote.download(after))).toEqual(bytes('a'))
      expect(await remote.get(folder('Acme (42)'))).toBeNull()
    })

    test('[C40] never replaces what is at the new path', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      await upload(remote, folder('a.txt'), 'a')
      await owner.put(folder('b.txt'), bytes('b'))
      expect(await failureOf(remote.move(folder('a.txt'), folder('b.txt')))).toBe('precondition_failed')
      expect(await owner.bytesOf(folder('a.txt'))).toEqual(bytes('a'))
      expect(await owner.bytesOf(folder('b.txt'))).toEqual(bytes('b'))
    })

    test('[C47] never merges two folders', async () => {
      const { remote } = given()
      const folder = freshFolder()
      await upload(remote, folder('one/a.txt'), 'a')
      await upload(remote, folder('two/b.txt'), 'b')
      expect(await failureOf(remote.move(folder('one'), folder('two')))).toBe('precondition_failed')
      expect(await remote.get(folder('one/a.txt'))).not.toBeNull()
    })

    test('of what is gone fails with not_found', async () => {
      const folder = freshFolder()
      expect(await failureOf(given().remote.move(folder('a.txt'), folder('b.txt')))).toBe('not_found')
    })
  })
}
