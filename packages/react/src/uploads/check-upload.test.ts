import { expect, test } from 'vitest'

import { checkUpload, isName } from './check-upload.ts'

const limit = 50 * 1024 * 1024
const file = { name: 'a.pdf', folder: [], sizeBytes: 1 }

test('[C64] [P57] exactly the limit is allowed, one byte more is not', () => {
  expect(checkUpload({ ...file, sizeBytes: limit }, limit)).toBeNull()
  expect(checkUpload({ ...file, sizeBytes: limit + 1 }, limit)).toBe('file_too_large')
})

test('[P58] an empty file, a file without extension and an emoji are fine; a name with a slash is not', () => {
  for (const name of ['a', '.env', '📄.pdf', 'x'.repeat(255)]) expect(isName(name), name).toBe(true)
  for (const name of ['', ' ', '.', '..', 'a/b', 'a\u0000b', 'x'.repeat(256)]) expect(isName(name), name).toBe(false)
  expect(checkUpload({ ...file, sizeBytes: 0 }, limit)).toBeNull()
  expect(checkUpload({ ...file, folder: ['a/b'] }, limit)).toBe('name_invalid')
})
