import { setupServer } from 'msw/node'
import { Dropbox } from 'dropbox'
import { expect, test } from 'vitest'

import { setup } from './testing/setup.ts'

test('the handlers answer the SDK through msw', async () => {
  const { accessToken, emulator } = setup()
  const server = setupServer(...emulator.handlers)
  server.listen({ onUnhandledFrame: 'error' })
  try {
    const dropbox = new Dropbox({ accessToken, fetch: globalThis.fetch })
    await dropbox.filesUpload({ path: '/a.txt', contents: Buffer.alloc(3_000_000, 1) })
    const { result } = await dropbox.filesDownload({ path: '/a.txt' })
    expect('fileBinary' in result && Buffer.isBuffer(result.fileBinary) && result.fileBinary.length).toBe(3_000_000)
  } finally {
    server.close()
  }
})

test('an aborted request is not sent, and an aborted body ends', async () => {
  const { dropbox, download, fetch, accessToken } = setup()
  await dropbox.filesUpload({ path: '/a.bin', contents: Buffer.alloc(9_000_000) })
  await expect(fetch('https://api.dropboxapi.com/2/check/user', { signal: AbortSignal.abort() })).rejects.toThrow()
  const controller = new AbortController()
  const response = await fetch('https://content.dropboxapi.com/2/files/download', {
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken}`, 'Dropbox-API-Arg': '{"path":"/a.bin"}' },
    signal: controller.signal,
  })
  controller.abort()
  await expect(response.arrayBuffer()).rejects.toMatchObject({ name: 'AbortError' })
  expect((await (await download({ path: '/a.bin' })).arrayBuffer()).byteLength).toBe(9_000_000)
})

test('an upload may be a stream', async () => {
  const { accessToken, fetch, owner } = setup()
  const parts = ['one', 'two', 'three'].map((part) => new TextEncoder().encode(part))
  const body = new ReadableStream({
    pull(controller) {
      const part = parts.shift()
      if (part) controller.enqueue(part)
      else controller.close()
    },
  })
  const response = await fetch('https://content.dropboxapi.com/2/files/upload', {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${accessToken}`,
      'Dropbox-API-Arg': '{"path":"/a.txt"}',
      'Content-Type': 'application/octet-stream',
    },
    body,
  })
  expect(response.status).toBe(200)
  expect(new TextDecoder().decode(await owner.files.read('/Apps/Demo CRM/a.txt'))).toBe('onetwothree')
})

test('an upload arrives where requests have no `body`, as in Firefox', async () => {
  const { dropbox, owner } = setup()
  const body = Object.getOwnPropertyDescriptor(Request.prototype, 'body') ?? {}
  Reflect.deleteProperty(Request.prototype, 'body')
  try {
    await dropbox.filesUpload({ path: '/a.txt', contents: Buffer.from('one') })
    await dropbox.filesUpload({ path: '/empty.txt', contents: Buffer.alloc(0) })
  } finally {
    Object.defineProperty(Request.prototype, 'body', body)
  }
  expect(new TextDecoder().decode(await owner.files.read('/Apps/Demo CRM/a.txt'))).toBe('one')
  expect(await owner.files.read('/Apps/Demo CRM/empty.txt')).toHaveLength(0)
})

test('a host that is not Dropbox’s is not implemented', async () => {
  const { fetch } = setup()
  expect((await fetch('https://example.com/')).status).toBe(501)
})
