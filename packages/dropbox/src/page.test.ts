// @vitest-environment jsdom
import { remotePath } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { contentHashOf } from './content-hash-of.ts'
import { linkedEmulator } from './testing/linked-emulator.ts'

test('everything works where there is a window, too', async () => {
  expect(typeof window).toBe('object')
  const { remote, close } = await linkedEmulator('in process')
  const bytes = new TextEncoder().encode('contents of a page')
  const file = await remote.upload(
    {
      path: remotePath('/a/page.txt'),
      open: async function* () {
        yield bytes
      },
      sizeBytes: bytes.byteLength,
      contentHash: await contentHashOf(bytes),
      precondition: { type: 'add' },
    },
    { signal: new AbortController().signal },
  )
  let text = ''
  for await (const part of await remote.download(file)) text += new TextDecoder().decode(part)
  expect(text).toBe('contents of a page')
  expect((await remote.changes(null)).changes).toHaveLength(2)
  await close()
})
