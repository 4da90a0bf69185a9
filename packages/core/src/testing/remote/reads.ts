import { describe, expect, test } from 'vitest'

import { remotePath } from '../../domain/remote-path.ts'
import { bytes } from '../bytes.ts'
import type { RemoteContractSetup } from './remote-contract.ts'
import { fileAt, freshFolder, upload } from './steps.ts'

/** Point reads. */
export function remoteReadTests(given: () => RemoteContractSetup): void {
  describe('get', () => {
    test('gives what the owner has put, by path and by id', async () => {
      const { remote, owner } = given()
      const path = freshFolder()('Quote.pdf')
      await owner.put(path, bytes('quote'))
      const file = await fileAt(remote, path)
      expect(file).toMatchObject({ path, name: 'Quote.pdf', sizeBytes: 5, downloadable: true })
      expect(await remote.get(file.id)).toEqual(file)
    })

    test('gives a folder, by path and by id', async () => {
      const { remote, owner } = given()
      const path = freshFolder()('Offers')
      await owner.mkdir(path)
      const folder = await remote.get(path)
      expect(folder).toMatchObject({ kind: 'folder', path, name: 'Offers' })
      expect(folder && (await remote.get(folder.id))).toEqual(folder)
    })

    test('is null where nothing is', async () => {
      expect(await given().remote.get(freshFolder()('nothing.txt'))).toBeNull()
    })

    test('is null for the id of a file that was deleted, also when another one took its path', async () => {
      const { remote, owner } = given()
      const path = freshFolder()('a.txt')
      const { id } = await upload(remote, path, 'a')
      await owner.delete(path)
      expect(await remote.get(id)).toBeNull()
      await owner.put(path, bytes('another'))
      expect(await remote.get(id)).toBeNull()
      expect((await fileAt(remote, path)).id).not.toBe(id)
    })

    test('[C37] finds a file by its path in any case, under the key that replies name', async () => {
      const { remote } = given()
      const folder = freshFolder()
      const file = await upload(remote, folder('Quote.PDF'), 'a')
      const found = await fileAt(remote, folder('qUOTE.pdf'))
      expect(found).toMatchObject({ id: file.id, name: 'Quote.PDF', pathLower: file.pathLower })
      expect(await fileAt(remote, remotePath(file.pathLower))).toMatchObject({ id: file.id })
    })

    test('[S7] the id of a file that the owner moved gives its new path', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      const { id } = await upload(remote, folder('a.txt'), 'a')
      await owner.move(folder('a.txt'), folder('b.txt'))
      expect(await remote.get(id)).toMatchObject({ id, path: folder('b.txt') })
      expect(await remote.get(folder('a.txt'))).toBeNull()
    })
  })
}
