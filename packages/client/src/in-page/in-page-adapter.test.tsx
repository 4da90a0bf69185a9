import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@twinfolder/protocol'
import { expect, test } from 'vitest'

import { createSyncClient } from '../sync-client.ts'
import { inPageAdapter } from './in-page-adapter.ts'

// jsdom has a Blob, a URL and an AbortSignal of its own, which lose bytes without a word where they meet Node's fetch.

const record = { module: 'companies', id: '1001' } as const
const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => (at + (at >> 8)) % 256)

/** Keeps what is uploaded, and gives it back at the signed address. */
function keeper() {
  let kept = new Uint8Array()
  const json = (value: unknown) => Response.json(value, { headers: { [PROTOCOL_HEADER]: PROTOCOL_VERSION } })
  const adapter = inPageAdapter(async (request) => {
    const { pathname, search } = new URL(request.url)
    if (request.method === 'POST') {
      kept = new Uint8Array(await request.arrayBuffer())
      return json({ id: 'file-1' })
    }
    if (pathname.endsWith('/content-url')) return json({ url: `/twinfolder/content/1${search}`, expiresAt: 'never' })
    return pathname === '/twinfolder/content/1' ? new Response(kept) : new Response('', { status: 404 })
  })
  return { client: createSyncClient(adapter), kept: () => kept }
}

test('exactly the bytes arrive, and exactly they come back', async () => {
  const { client, kept } = keeper()
  await client.uploadFile({ record, folder: [], name: 'a.bin', body: new Blob([bytes]), idempotencyKey: 'key-12345' })
  expect(Buffer.from(kept()).equals(bytes)).toBe(true)
  const { url, expiresAt } = await client.contentUrl(record, 'file-1', { inline: true })
  expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now())
  expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(bytes)).toBe(true)
})

test('a signal of the page aborts', async () => {
  const client = createSyncClient(inPageAdapter(() => new Promise(() => undefined)))
  const cancel = new AbortController()
  const pending = client.getRecord(record, {}, { signal: cancel.signal })
  cancel.abort()
  await expect(pending).rejects.toMatchObject({ code: 'aborted' })
})

test('contents that are not there are a file that is unknown', async () => {
  const signed = { url: '/twinfolder/content/gone', expiresAt: 'never' }
  const client = createSyncClient(
    inPageAdapter((request) =>
      request.url.includes('content-url')
        ? Response.json(signed, { headers: { [PROTOCOL_HEADER]: PROTOCOL_VERSION } })
        : new Response('', { status: 404 }),
    ),
  )
  await expect(client.contentUrl(record, 'file-1', { inline: false })).rejects.toMatchObject({ code: 'file_unknown' })
})
