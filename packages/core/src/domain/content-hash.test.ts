import { describe, expect, test } from 'vitest'

import { bytes, hashOf, streamOf, webSha256 } from '../testing/index.ts'
import { contentHash, contentHasher, hashStream } from './content-hash.ts'

const MIB = 1024 * 1024
const zeros = (sizeBytes: number): Uint8Array => new Uint8Array(sizeBytes)
const tile = new Uint8Array(251 * 4096).map((_, at) => at % 251)

/** Byte `i` is `i % 251`; laid out tile by tile, which is a hundred times as fast as byte by byte. */
function pattern(sizeBytes: number): Uint8Array {
  const contents = new Uint8Array(sizeBytes)
  for (let at = 0; at < sizeBytes; at += tile.byteLength) contents.set(tile.subarray(0, sizeBytes - at), at)
  return contents
}

/** Made with Dropbox's reference hasher. */
const vectors: readonly [name: string, contents: () => Uint8Array, hash: string][] = [
  ['no bytes', () => zeros(0), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['one zero', () => zeros(1), '1406e05881e299367766d313e26c05564ec91bf721d31726bd6e46e60689539a'],
  ['"a"', () => bytes('a'), 'bf5d3affb73efd2ec6c36ad3112dd933efed63c4e1cbffcfa88e2759c144f2d8'],
  ['"hello world"', () => bytes('hello world'), 'bc62d4b80d9e36da29c16c5d4d9f11731f36052c72401a76c23c0fb5a9b74423'],
  ['a line', () => bytes('hello world\n'), 'f83e4b6bba3efac41f1ff56ee97adf7454680fee778924cb5ba06311d136ad1c'],
  ['4 MiB - 1', () => zeros(4 * MIB - 1), '839e2d868a885f260431d186466f0f3c189ee0eee5cc444b54e717740ad7f1c3'],
  ['4 MiB', () => zeros(4 * MIB), 'c7e946d101855255d919ef0c70718633adf77d3dfb3adeeecf5d0cb4e951be58'],
  ['4 MiB + 1', () => zeros(4 * MIB + 1), '14a4d47f23a30177885d9820122f17d2d3a55fe63f7f5c27b95f689e0b2accd6'],
  ['8 MiB', () => zeros(8 * MIB), '03ae066c707c588592d9e27aa2444ca98423e0999024f1ceaa11a153790b37de'],
  ['8 MiB + 1', () => zeros(8 * MIB + 1), '0abd0f48fe25004ce9ca2e45df928ba9b1052f20666d7dde21ecdbeb7aa96482'],
  ['50 MiB', () => zeros(50 * MIB), 'e739a71c25e326606ab084f8fe15eb8d8b8d483ba96fbbc0cd989ba318683be2'],
  ['pattern, 4 MiB', () => pattern(4 * MIB), 'b9654428408015906b44a00935b70af33830aa344b780b0eabd535a133150d04'],
  [
    'pattern, 4 MiB + 1',
    () => pattern(4 * MIB + 1),
    '4a6cc0a344febaa07772e7c974834b2fb1d24594d4ba15f27c97a54699709f44',
  ],
  ['pattern, 10 MiB', () => pattern(10 * MIB), '9b168152f37a1b2c33d9b26ca4a679d5f99f84f8c070fd3a4491d52cbfe96af4'],
  ['"a" over 5 MiB', () => zeros(5 * MIB).fill(97), '31eebee77ad19453ca9817312ea1a938a001f5507fda7c721601319ad84aa857'],
]

describe('a content hash', () => {
  test.each(vectors)('of %s is the one that Dropbox computes', async (_, contents, hash) => {
    expect(await hashOf(contents())).toBe(hash)
  })

  test.each([1, 7, 64 * 1024, 4 * MIB - 1, 4 * MIB, 4 * MIB + 1, 20 * MIB])(
    'is the same in chunks of %i bytes',
    async (chunkBytes) => {
      const sizeBytes = chunkBytes < 1024 ? 5000 : 10 * MIB
      const contents = pattern(sizeBytes)
      const whole = await hashOf(contents)
      expect(await hashStream(streamOf(contents, chunkBytes), webSha256)).toEqual({ hash: whole, sizeBytes })
    },
  )

  test('does not mind a buffer that is used again', async () => {
    const hasher = contentHasher(webSha256)
    const buffer = bytes('hello ')
    await hasher.update(buffer)
    buffer.set(bytes('world!'))
    await hasher.update(buffer.subarray(0, 5))
    expect(await hasher.digest()).toEqual({ hash: await hashOf(bytes('hello world')), sizeBytes: 11 })
  })

  test('reads a chunk from its own place in a larger buffer', async () => {
    const hasher = contentHasher(webSha256)
    await hasher.update(new Uint8Array(bytes('..hello world..').buffer, 2, 11))
    expect((await hasher.digest()).hash).toBe(await hashOf(bytes('hello world')))
  })
})

describe('contentHash', () => {
  const digits = '0123456789abcdef'.repeat(4)

  test('takes 64 lowercase hex digits', () => {
    expect(contentHash(digits)).toBe(digits)
  })

  test.each(['', digits.slice(1), `${digits}0`, digits.toUpperCase(), `${digits}\n`, `g${digits.slice(1)}`])(
    'refuses %j',
    (text) => {
      expect(() => contentHash(text)).toThrow(TypeError)
    },
  )
})
