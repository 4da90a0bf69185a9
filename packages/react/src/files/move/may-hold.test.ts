import { expect, test } from 'vitest'

import { mayHold } from './may-hold.ts'

const can = {
  upload: true,
  rename: true,
  move: true,
  trash: true,
  versions: true,
  findByHash: true,
  folders: 'nested',
  emptyFolders: true,
} as const
const folder = (name: string, at: readonly string[] = []) => ({
  kind: 'folder' as const,
  name,
  folder: [...at],
  fileCount: 1,
})

test('a folder goes neither into itself nor below itself, nor where it is', () => {
  const offers = folder('Offers')
  expect(mayHold(['Offers'], [offers], can)).toBe(false)
  expect(mayHold(['Offers', '2026'], [offers], can)).toBe(false)
  expect(mayHold([], [offers], can)).toBe(false)
  expect(mayHold(['Archive'], [offers], can)).toBe(true)
})

test('a CRM with one level of folders holds no folder in a folder', () => {
  expect(mayHold(['Archive'], [folder('Offers')], { ...can, folders: 'flat' })).toBe(false)
})
