import { contentHasher } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { contentHash } from './content-hash.ts'

const MIB = 1024 * 1024

test.for([0, 1, 4 * MIB - 1, 4 * MIB, 4 * MIB + 1, 9 * MIB])(
  'the content hash of %i bytes is the one that the engine computes',
  async (size) => {
    const bytes = new Uint8Array(size)
    for (let at = 0; at < size; at += 4096) bytes[at] = (at >> 12) % 251
    const hasher = contentHasher((block) => crypto.subtle.digest('SHA-256', block))
    await hasher.update(bytes)
    expect(await contentHash(new Blob([bytes]))).toBe((await hasher.digest()).hash)
  },
)

test('hashing ends when the caller walks away', async () => {
  const blob = new Blob([new Uint8Array(10)])
  await expect(contentHash(blob, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
})
