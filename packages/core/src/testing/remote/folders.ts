import { describe, expect, test } from 'vitest'

import { bytes } from '../bytes.ts'
import { failureOf } from '../failure-of.ts'
import type { RemoteContractSetup } from './remote-contract.ts'
import { freshFolder, upload } from './steps.ts'

/** Folders. */
export function remoteFolderTests(given: () => RemoteContractSetup): void {
  describe('createFolder', () => {
    test('[C16] makes an empty folder with its parents', async () => {
      const { remote } = given()
      const folder = freshFolder()
      const made = await remote.createFolder(folder('Companies/Acme (42)'))
      expect(made).toMatchObject({ kind: 'folder', name: 'Acme (42)', path: folder('Companies/Acme (42)') })
      expect(await remote.get(made.id)).toEqual(made)
      expect(await remote.get(folder('Companies'))).toMatchObject({ kind: 'folder' })
    })

    test('[C17] gives the folder that is there, with what is in it', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      const made = await remote.createFolder(folder('sub'))
      await owner.put(folder('sub/a.txt'), bytes('a'))
      expect((await remote.createFolder(folder('sub'))).id).toBe(made.id)
      expect(await owner.bytesOf(folder('sub/a.txt'))).toEqual(bytes('a'))
    })

    test('many side by side each end as they would alone', async () => {
      const { remote } = given()
      const folder = freshFolder()
      await upload(remote, folder('file'), 'file')
      const there = await remote.createFolder(folder('there'))
      const names = ['a', 'a/b', 'a/b/c', 'there', 'd', 'D', ...Array.from({ length: 20 }, (_, at) => `e/${at}`)]
      const refused = failureOf(remote.createFolder(folder('file')))
      const made = await Promise.all(names.map((name) => remote.createFolder(folder(name))))
      expect(await refused).toBe('precondition_failed')
      expect(made[3]?.id).toBe(there.id)
      expect(made[5]?.id).toBe(made[4]?.id)
      for (const entry of made) expect(await remote.get(entry.id)).toEqual(entry)
    })

    test('[C60] fails with precondition_failed where a file is', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      await upload(remote, folder('a'), 'file')
      expect(await failureOf(remote.createFolder(folder('a')))).toBe('precondition_failed')
      expect(await owner.bytesOf(folder('a'))).toEqual(bytes('file'))
    })
  })
}
