import { expect, test } from 'vitest'

import { fileReply, json, scriptedDropbox } from './testing/scripted-dropbox.ts'
import { type CallReport, NoAnswer, addressOf, createTransport } from './transport.ts'

const clock = { now: () => 0 }

test('only the four hosts of Dropbox are called, over https', () => {
  for (const host of ['api.dropboxapi.com', 'content.dropboxapi.com', 'notify.dropboxapi.com', 'www.dropbox.com']) {
    expect(addressOf(`https://${host}/2/x?a=b`, undefined)).toBe(`https://${host}/2/x?a=b`)
  }
  for (const url of [
    'http://api.dropboxapi.com/2/x',
    'https://api.dropboxapi.com.evil.example/2/x',
    'https://api.dropboxapi.com:8443/2/x',
    'https://dropbox.com/oauth2/authorize',
    'https://evil.example/2/x',
  ]) {
    expect(() => addressOf(url, undefined)).toThrow(TypeError)
    expect(() => addressOf(url, 'http://127.0.0.1:4700')).toThrow(TypeError)
  }
})

test('a base URL takes the host as the first path segment', () => {
  for (const baseUrl of ['http://127.0.0.1:4700', 'http://127.0.0.1:4700/']) {
    expect(addressOf('https://content.dropboxapi.com/2/files/upload', baseUrl)).toBe(
      'http://127.0.0.1:4700/content.dropboxapi.com/2/files/upload',
    )
  }
})

test('redirects are refused and no cookies are sent, so that a token reaches one host only', async () => {
  let seen: RequestInit | undefined
  const fetch: typeof globalThis.fetch = async (_input, init) => {
    seen = init
    return new Response('{}')
  }
  await createTransport({ fetch, clock, timeoutMs: 1000 })('https://api.dropboxapi.com/2/x', {}, 'whole')
  expect(seen).toMatchObject({ redirect: 'error', credentials: 'omit' })
})

test('the global fetch is looked up at each call', async () => {
  const send = createTransport({ clock, timeoutMs: 1000 })
  const original = globalThis.fetch
  globalThis.fetch = async () => new Response('replaced')
  try {
    expect(await (await send('https://api.dropboxapi.com/2/x', {}, 'whole')).text()).toBe('replaced')
  } finally {
    globalThis.fetch = original
  }
})

test('a hook learns method, status, request id and duration of each request, and nothing else', async () => {
  const reports: CallReport[] = []
  const { remote, clock } = scriptedDropbox(
    {
      'files/get_metadata': [
        () => {
          clock.ms += 20
          return json(fileReply())
        },
      ],
    },
    { onCall: (report) => reports.push(report) },
  )
  await remote.get('id:abc' as never)
  expect(reports).toEqual([
    { method: 'oauth2/token', status: 200, requestId: 'request-7', durationMs: 0 },
    { method: 'files/get_metadata', status: 200, requestId: 'request-7', durationMs: 20 },
  ])
})

test('a hook that throws does not fail the call', async () => {
  const { remote } = scriptedDropbox(
    { 'files/get_metadata': [json(fileReply())] },
    {
      onCall: () => {
        throw new Error('the log is full')
      },
    },
  )
  expect(await remote.get('id:abc' as never)).toMatchObject({ kind: 'file' })
})

test('a request without an answer ends after its time limit', async () => {
  const reports: CallReport[] = []
  const fetch: typeof globalThis.fetch = (_input, init) =>
    new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)))
  const send = createTransport({ fetch, clock, timeoutMs: 20, onCall: (report) => reports.push(report) })
  await expect(send('https://api.dropboxapi.com/2/x', {}, 'whole')).rejects.toThrow(NoAnswer)
  expect(reports).toEqual([{ method: 'x', status: null, requestId: null, durationMs: 0 }])
})

test('a body that breaks is a request without an answer', async () => {
  const fetch: typeof globalThis.fetch = async () =>
    new Response(new ReadableStream({ start: (body) => body.error(new TypeError('terminated')) }))
  const send = createTransport({ fetch, clock, timeoutMs: 1000 })
  await expect(send('https://api.dropboxapi.com/2/x', {}, 'whole')).rejects.toThrow(NoAnswer)
})
