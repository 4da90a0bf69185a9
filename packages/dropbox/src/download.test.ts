import { contentHash, revision } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { fileReply, helloWorld, helloWorldHash, json, refusal, scriptedDropbox } from './testing/scripted-dropbox.ts'

const file = { revision: revision('015f0000000001'), contentHash: contentHash(helloWorldHash) }

/** An answer with these bytes, which breaks at their end unless they are all. */
function part(
  bytes: Uint8Array,
  how: { status?: number; from?: number; breaks?: boolean; result?: unknown } = {},
): Response {
  const { status = 200, from = 0, breaks = false, result = fileReply() } = how
  let sent = false
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (!sent && bytes.byteLength > 0) controller.enqueue(bytes.slice())
      else if (breaks) controller.error(new TypeError('terminated'))
      else controller.close()
      sent = true
    },
  })
  const headers = new Headers({ 'Dropbox-API-Result': JSON.stringify(result) })
  if (status === 206) headers.set('Content-Range', `bytes ${from}-10/11`)
  return new Response(body, { status, headers })
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of stream) text += decoder.decode(bytes, { stream: true })
  return text
}

test('[C72] a download is pinned to its revision, and needs no content type', async () => {
  const { remote, sent } = scriptedDropbox({ 'files/download': [() => part(helloWorld)] })
  expect(await textOf(await remote.download(file))).toBe('hello world')
  const [request] = sent('files/download')
  expect(request?.url).toBe('https://content.dropboxapi.com/2/files/download')
  expect(request?.arg).toEqual({ path: 'rev:015f0000000001' })
  expect(request?.headers.get('authorization')).toBe('Bearer access-1')
  expect(request?.headers.get('content-type')).toBeNull()
})

test('the argument of the header is plain ASCII', async () => {
  const { remote, sent } = scriptedDropbox({ 'files/download': [() => part(helloWorld)] })
  await textOf(await remote.download({ ...file, revision: revision('é\u007f😀') }))
  expect(sent('files/download')[0]?.headers.get('dropbox-api-arg')).toBe(
    String.raw`{"path":"rev:\u00e9\u007f\ud83d\ude00"}`,
  )
})

test('a body that breaks is continued where it broke', async () => {
  const { remote, sent } = scriptedDropbox({
    'files/download': [
      () => part(helloWorld.slice(0, 4), { breaks: true }),
      () => part(helloWorld.slice(4, 7), { status: 206, from: 4, breaks: true }),
      () => part(helloWorld.slice(7), { status: 206, from: 7 }),
    ],
  })
  expect(await textOf(await remote.download(file))).toBe('hello world')
  expect(sent('files/download').map(({ headers }) => headers.get('range'))).toEqual([null, 'bytes=4-', 'bytes=7-'])
})

test('a body that ends too early is continued, too', async () => {
  const { remote } = scriptedDropbox({
    'files/download': [() => part(helloWorld.slice(0, 4)), () => part(helloWorld.slice(4), { status: 206, from: 4 })],
  })
  expect(await textOf(await remote.download(file))).toBe('hello world')
})

test('an answer that ignores the range starts anew: what we have is passed over', async () => {
  const { remote } = scriptedDropbox({
    'files/download': [() => part(helloWorld.slice(0, 4), { breaks: true }), () => part(helloWorld)],
  })
  expect(await textOf(await remote.download(file))).toBe('hello world')
})

test('a body that stalls has broken', async () => {
  const hangs = (): Response => {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(helloWorld.slice(0, 4)) })
    return new Response(body, { headers: { 'Dropbox-API-Result': JSON.stringify(fileReply()) } })
  }
  const { remote } = scriptedDropbox(
    { 'files/download': [hangs, () => part(helloWorld.slice(4), { status: 206, from: 4 })] },
    { timeoutMs: 50 },
  )
  expect(await textOf(await remote.download(file))).toBe('hello world')
})

test('a body that breaks again and again is remote_unavailable', async () => {
  const { remote, sent } = scriptedDropbox({ 'files/download': [() => part(new Uint8Array(0), { breaks: true })] })
  await expect(textOf(await remote.download(file))).rejects.toMatchObject({ code: 'remote_unavailable' })
  expect(sent('files/download')).toHaveLength(6)
})

test('damaged bytes are found at the end, by the known hash or by the one of the answer', async () => {
  const damaged = new TextEncoder().encode('hello w0rld')
  for (const wanted of [file, { ...file, contentHash: null }]) {
    const { remote } = scriptedDropbox({ 'files/download': [() => part(damaged)] })
    await expect(textOf(await remote.download(wanted))).rejects.toMatchObject({ code: 'hash_mismatch' })
  }
})

test('a page that cannot read the range header is continued at the right place', async () => {
  const { remote } = scriptedDropbox({
    'files/download': [
      () => part(helloWorld.slice(0, 4), { breaks: true }),
      () => new Response(helloWorld.slice(4), { status: 206 }),
    ],
  })
  expect(await textOf(await remote.download(file))).toBe('hello world')
})

test('a page that cannot read the result header still gets its file', async () => {
  const { remote } = scriptedDropbox({ 'files/download': [new Response(helloWorld)] })
  expect(await textOf(await remote.download(file))).toBe('hello world')
})

test('an empty file is an empty stream', async () => {
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  const result = fileReply({ size: 0, content_hash: empty })
  const answer = new Response(null, { headers: { 'Dropbox-API-Result': JSON.stringify(result) } })
  const { remote } = scriptedDropbox({ 'files/download': [answer] })
  expect(await textOf(await remote.download({ ...file, contentHash: contentHash(empty) }))).toBe('')
})

test.each([
  ['not_found', refusal('path/not_found', { '.tag': 'path', path: { '.tag': 'not_found' } })],
  ['not_downloadable', refusal('unsupported_file', { '.tag': 'unsupported_file' })],
  ['not_downloadable', refusal('path/restricted_content', { '.tag': 'path', path: { '.tag': 'restricted_content' } })],
  ['link_revoked', json({ error: { '.tag': 'invalid_access_token' } }, 401)],
])('%s', async (code, answer) => {
  const { remote } = scriptedDropbox({ 'files/download': [answer] })
  await expect(remote.download(file)).rejects.toMatchObject({ code })
})

test('[C83] a download with an expired token is repeated with a new one', async () => {
  const expired = json({ error_summary: 'expired_access_token/', error: { '.tag': 'expired_access_token' } }, 401)
  const { remote, sent } = scriptedDropbox({ 'files/download': [expired, () => part(helloWorld)] })
  expect(await textOf(await remote.download(file))).toBe('hello world')
  expect(sent('oauth2/token')).toHaveLength(2)
})

test('a busy Dropbox without Retry-After is asked again', async () => {
  const { remote, waits } = scriptedDropbox({
    'files/download': [new Response('', { status: 429 }), () => part(helloWorld)],
  })
  expect(await textOf(await remote.download(file))).toBe('hello world')
  expect(waits[0]).toBeGreaterThanOrEqual(1000)
})

test('who stops reading, or aborts, frees the connection', async () => {
  let cancelled = 0
  const endless = (): Response => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(10)),
      cancel: () => {
        cancelled += 1
      },
    })
    return new Response(body)
  }
  const { remote } = scriptedDropbox({ 'files/download': [endless] })
  for await (const _ of await remote.download(file)) break
  expect(cancelled).toBe(1)

  const controller = new AbortController()
  const stream = await remote.download(file, { signal: controller.signal })
  const read = (async () => {
    for await (const _ of stream) controller.abort()
  })()
  await expect(read).rejects.toMatchObject({ code: 'cancelled' })
  expect(cancelled).toBe(2)
})
