import { describe, expect, test } from 'vitest'

import { revision } from '../../domain/remote-path.ts'
import { bytes, collect } from '../bytes.ts'
import { failureOf } from '../failure-of.ts'
import type { RemoteAbilities, RemoteContractSetup } from './remote-contract.ts'
import { faultOf, fileAt, freshFolder, over, upload } from './steps.ts'

/** Contents by revision. */
export function remoteDownloadTests(given: () => RemoteContractSetup, has: RemoteAbilities): void {
  describe('download', () => {
    test('[C2] gives the bytes of a file of the owner', async () => {
      const { remote, owner } = given()
      const path = freshFolder()('a.txt')
      await owner.put(path, bytes('theirs'))
      expect(await collect(await remote.download(await fileAt(remote, path)))).toEqual(bytes('theirs'))
    })

    test('[C63] gives no bytes of an empty file', async () => {
      const { remote } = given()
      const file = await upload(remote, freshFolder()('empty.txt'), '')
      expect(await collect(await remote.download(file))).toEqual(bytes(''))
    })

    test('gives all bytes of a large file', async () => {
      const { remote } = given()
      const contents = Uint8Array.from({ length: 300_000 }, (_, at) => at % 251)
      const file = await upload(remote, freshFolder()('large.bin'), contents)
      expect(await collect(await remote.download(file))).toEqual(contents)
    })

    test('[C72] gives exactly the revision asked for, also after newer ones', async () => {
      const { remote, owner } = given()
      const path = freshFolder()('a.txt')
      const first = await upload(remote, path, 'one')
      await upload(remote, path, 'two', over(first))
      await owner.put(path, bytes('three'))
      expect(await collect(await remote.download(first))).toEqual(bytes('one'))
    })

    test('does not need a content hash', async () => {
      const { remote } = given()
      const file = await upload(remote, freshFolder()('a.txt'), 'one')
      const stream = await remote.download({ revision: file.revision, contentHash: null })
      expect(await collect(stream)).toEqual(bytes('one'))
    })

    test('of an unknown revision fails with not_found', async () => {
      const unknown = revision('015f9a0000000000000000000a1b2')
      const { remote } = given()
      expect(await failureOf(remote.download({ revision: unknown, contentHash: null }))).toBe('not_found')
    })

    if (has.putDocument)
      test('[C69] of a document without bytes fails with not_downloadable', async () => {
        const { remote } = given()
        const path = freshFolder()('notes.paper')
        await faultOf(given(), 'putDocument')(path)
        const file = await fileAt(remote, path)
        expect(file.downloadable).toBe(false)
        expect(await failureOf(remote.download(file))).toBe('not_downloadable')
      })

    if (has.damageNextDownload)
      test('of damaged bytes fails with hash_mismatch at the end of the stream', async () => {
        const { remote } = given()
        const file = await upload(remote, freshFolder()('a.txt'), 'one')
        await faultOf(given(), 'damageNextDownload')()
        expect(await failureOf(remote.download(file).then((stream) => collect(stream)))).toBe('hash_mismatch')
        expect(await collect(await remote.download(file))).toEqual(bytes('one'))
      })
  })
}
