import { describe, expect, test } from 'vitest'

import { bytes, streamOf } from '../bytes.ts'
import { failureOf } from '../failure-of.ts'
import { hashOf } from '../web-sha256.ts'
import type { RemoteAbilities, RemoteContractSetup } from './remote-contract.ts'
import { add, faultOf, fileAt, freshFolder, over, upload } from './steps.ts'

/** Writes and their conditions. */
export function remoteUploadTests(given: () => RemoteContractSetup, has: RemoteAbilities): void {
  describe('upload', () => {
    test('[C1] stores the bytes and replies with the entry as it is now', async () => {
      const { remote, owner } = given()
      const path = freshFolder()('quote.pdf')
      const file = await upload(remote, path, 'contents')
      expect(file).toMatchObject({ kind: 'file', path, name: 'quote.pdf', sizeBytes: 8, downloadable: true })
      expect(file.contentHash).toBe(await hashOf(bytes('contents')))
      expect(await owner.bytesOf(path)).toEqual(bytes('contents'))
      expect(await remote.get(path)).toEqual(file)
    })

    test('[C17] makes the missing folders above the file', async () => {
      const { remote } = given()
      const folder = freshFolder()
      await upload(remote, folder('sub/x/y.txt'), 'y')
      expect(await remote.get(folder('sub'))).toMatchObject({ kind: 'folder', name: 'sub' })
      expect(await remote.get(folder('sub/x'))).toMatchObject({ kind: 'folder', name: 'x' })
    })

    test('[C63] takes a file without bytes', async () => {
      const file = await upload(given().remote, freshFolder()('empty.txt'), '')
      expect(file.sizeBytes).toBe(0)
      expect(file.contentHash).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    })

    test('hashes a file of more than one block of 4 MiB as we do', async () => {
      const contents = new Uint8Array(4 * 1024 * 1024 + 1).fill(7)
      const file = await upload(given().remote, freshFolder()('large.bin'), contents)
      expect(file).toMatchObject({ sizeBytes: contents.byteLength, contentHash: await hashOf(contents) })
    })

    test('tells the bytes sent so far, growing and never more than there are', async () => {
      const contents = new Uint8Array(200_000).fill(1)
      const told: number[] = []
      await given().remote.upload({
        path: freshFolder()('a.bin'),
        open: () => streamOf(contents),
        sizeBytes: contents.byteLength,
        contentHash: await hashOf(contents),
        precondition: add,
        onProgress: (sentBytes) => told.push(sentBytes),
      })
      expect(told.toSorted((a, b) => a - b)).toEqual(told)
      expect(Math.max(0, ...told)).toBeLessThanOrEqual(contents.byteLength)
    })

    test('many side by side each end as they would alone', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      await owner.put(folder('taken.txt'), bytes('theirs'))
      const names = Array.from({ length: 40 }, (_, at) => `${at}.txt`)
      const refused = failureOf(upload(remote, folder('taken.txt'), 'ours'))
      const files = await Promise.all(names.map((name) => upload(remote, folder(name), `contents of ${name}`)))
      expect(await refused).toBe('precondition_failed')
      expect(files.map(({ name }) => name)).toEqual(names)
      expect(new Set(files.map(({ revision }) => revision)).size).toBe(names.length)
      for (const name of names) expect(await owner.bytesOf(folder(name))).toEqual(bytes(`contents of ${name}`))
      expect(await owner.bytesOf(folder('taken.txt'))).toEqual(bytes('theirs'))
    })

    test('[C4] add refuses other contents and leaves them alone', async () => {
      const { remote, owner } = given()
      const path = freshFolder()('a.txt')
      await owner.put(path, bytes('theirs'))
      expect(await failureOf(upload(remote, path, 'ours'))).toBe('precondition_failed')
      expect(await owner.bytesOf(path)).toEqual(bytes('theirs'))
    })

    test('[C74] add of the contents that are there gives the present revision and writes nothing', async () => {
      const { remote } = given()
      const path = freshFolder()('a.txt')
      const first = await upload(remote, path, 'same')
      expect((await upload(remote, path, 'same')).revision).toBe(first.revision)
      expect((await fileAt(remote, path)).revision).toBe(first.revision)
    })

    test('[C52] add refuses a path that differs from a present one by case alone', async () => {
      const { remote, owner } = given()
      const folder = freshFolder()
      await upload(remote, folder('Doc.pdf'), 'first')
      expect(await failureOf(upload(remote, folder('doc.PDF'), 'second'))).toBe('precondition_failed')
      expect(await owner.bytesOf(folder('Doc.pdf'))).toEqual(bytes('first'))
    })

    test('[C5] update writes over the revision it names: a new revision of the same file', async () => {
      const { remote, owner } = given()
      const path = freshFolder()('a.txt')
      const first = await upload(remote, path, 'one')
      const second = await upload(remote, path, 'two', over(first))
      expect(second.id).toBe(first.id)
      expect(second.revision).not.toBe(first.revision)
      expect(await owner.bytesOf(path)).toEqual(bytes('two'))
    })

    test('[S4] update refuses when the owner has written since', async () => {
      const { remote, owner } = given()
      const path = freshFolder()('a.txt')
      const seen = await upload(remote, path, 'one')
      await owner.put(path, bytes('theirs'))
      expect(await failureOf(upload(remote, path, 'ours', over(seen)))).toBe('precondition_failed')
      expect(await owner.bytesOf(path)).toEqual(bytes('theirs'))
    })

    test('[C79] an update whose reply was lost is refused when it is repeated, though its bytes are there', async () => {
      const { remote } = given()
      const path = freshFolder()('a.txt')
      const first = await upload(remote, path, 'one')
      const second = await upload(remote, path, 'two', over(first))
      expect(await failureOf(upload(remote, path, 'two', over(first)))).toBe('precondition_failed')
      expect((await fileAt(remote, path)).revision).toBe(second.revision)
    })

    test('[C13] update never brings a deleted file back', async () => {
      const { remote, owner } = given()
      const path = freshFolder()('a.txt')
      const seen = await upload(remote, path, 'one')
      await owner.delete(path)
      expect(await failureOf(upload(remote, path, 'two', over(seen)))).toBe('precondition_failed')
      expect(await remote.get(path)).toBeNull()
    })

    test('[C61] a folder at the path is a failed precondition', async () => {
      const { remote } = given()
      const path = freshFolder()('a')
      await remote.createFolder(path)
      expect(await failureOf(upload(remote, path, 'file'))).toBe('precondition_failed')
    })

    test('[C59] a file in the place of a folder above is a failed precondition', async () => {
      const { remote } = given()
      const folder = freshFolder()
      await upload(remote, folder('a'), 'file')
      expect(await failureOf(upload(remote, folder('a/x.txt'), 'below'))).toBe('precondition_failed')
    })

    test('[C71] other bytes than the announced ones are refused with hash_mismatch and never stored', async () => {
      const { remote } = given()
      const path = freshFolder()('a.txt')
      const request = {
        path,
        open: () => streamOf(bytes('changed')),
        sizeBytes: 7,
        contentHash: await hashOf(bytes('planned')),
        precondition: add,
      }
      expect(await failureOf(remote.upload(request))).toBe('hash_mismatch')
      expect(await remote.get(path)).toBeNull()
    })

    test('[C55] a name that the remote does not take is refused with name_refused', async () => {
      const { remote } = given()
      expect(await failureOf(upload(remote, freshFolder()('desktop.ini'), 'x'))).toBe('name_refused')
    })

    if (has.fullRemote)
      test('[C82] an account without room refuses with insufficient_space', async () => {
        const remote = await faultOf(given(), 'fullRemote')()
        const path = freshFolder()('a.txt')
        expect(await failureOf(upload(remote, path, 'more'))).toBe('insufficient_space')
        expect(await remote.get(path)).toBeNull()
      })
  })
}
