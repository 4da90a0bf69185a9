import { expect, test } from 'vitest'

import { contentHashOf } from './content-hash-of.ts'
import { helloWorld, helloWorldHash } from './testing/scripted-dropbox.ts'

test('bytes and streams have the hash that Dropbox reports', async () => {
  expect(await contentHashOf(helloWorld)).toBe(helloWorldHash)
  expect(await contentHashOf(new Blob([helloWorld]).stream())).toBe(helloWorldHash)
  expect(await contentHashOf(new Uint8Array(8 * 1024 * 1024 + 1))).toBe(
    '0abd0f48fe25004ce9ca2e45df928ba9b1052f20666d7dde21ecdbeb7aa96482',
  )
})
