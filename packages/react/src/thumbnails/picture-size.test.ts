import { readFile } from 'node:fs/promises'

import { expect, test } from 'vitest'

import { pictureSize } from './picture-size.ts'

const sample = async (name: string) =>
  new Uint8Array(await readFile(new URL(`../../../../examples/crm/seed/documents/${name}`, import.meta.url)))
const bytes = (...parts: readonly (string | readonly number[])[]) => {
  const all = parts.flatMap((part) => (typeof part === 'string' ? Array.from(part, (c) => c.charCodeAt(0)) : part))
  return Uint8Array.from([...all, ...Array.from({ length: Math.max(0, 40 - all.length) }, () => 0)])
}

test('the size of a picture is read from its header', async () => {
  expect(pictureSize(await sample('site-plan.png'))).toEqual({ width: 1000, height: 700 })
  expect(pictureSize(await sample('showroom.jpg'))).toEqual({ width: 1000, height: 700 })
  expect(pictureSize(bytes('GIF89a', [5, 0, 3, 1]))).toEqual({ width: 5, height: 259 })
  const webp = ['RIFF', [0, 0, 0, 0], 'WEBP'] as const
  expect(pictureSize(bytes(...webp, 'VP8X', [10, 0, 0, 0, 0, 0, 0, 0], [255, 1, 0], [9, 0, 0]))).toEqual({
    width: 512,
    height: 10,
  })
  expect(pictureSize(bytes(...webp, 'VP8 ', [0, 0, 0, 0, 0, 0, 0, 0x9d, 0x01, 0x2a], [64, 0], [32, 0]))).toEqual({
    width: 64,
    height: 32,
  })
  expect(pictureSize(bytes(...webp, 'VP8L', [0, 0, 0, 0, 0x2f], [0x07, 0xc0, 0x01, 0x00]))).toEqual({
    width: 8,
    height: 8,
  })
})

test('a picture that unfolds to far more than it weighs tells so', () => {
  const png = bytes([0x89], 'PNG', [13, 10, 26, 10, 0, 0, 0, 13], 'IHDR', [0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0])
  expect(pictureSize(png)).toEqual({ width: 100_000, height: 100_000 })
})

test('what is no picture, or is cut off, has no size', () => {
  expect(pictureSize(bytes('%PDF-1.7'))).toBeNull()
  expect(pictureSize(new Uint8Array(3))).toBeNull()
  expect(pictureSize(bytes([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff]))).toBeNull()
  expect(pictureSize(bytes('RIFF', [0, 0, 0, 0], 'WEBP', 'ABCD'))).toBeNull()
})
