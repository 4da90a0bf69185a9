import { expect, test } from 'vitest'

import { contentHash } from './content-hash.ts'
import { contentHashVectors, filled } from './testing/content-hash-vectors.ts'

test.each(contentHashVectors)('the content hash of $size bytes of $fill is the published one', async (vector) => {
  expect(await contentHash([filled(vector.fill, vector.size)])).toBe(vector.hash)
})

test('the content hash does not depend on how the bytes are cut', async () => {
  const bytes = filled('modulo 251', 9_000_000)
  const cuts = [0, 1, 4_194_303, 4_194_304, 4_194_305, 8_388_608, bytes.length]
  const chunks = cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end))
  expect(await contentHash(chunks)).toBe(await contentHash([bytes]))
})
