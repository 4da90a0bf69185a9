import { expect, test } from 'vitest'

import { type RetryPolicy, backoffMs, wait } from './retry.ts'
import { fileReply, json, scriptedDropbox } from './testing/scripted-dropbox.ts'

const id = 'id:abc' as never
const found = json(fileReply())
const busy = (headers: Record<string, string> = {}, body: unknown = ''): Response => json(body, 429, headers)

test('a busy Dropbox is asked again after the time it names', async () => {
  const { remote, waits } = scriptedDropbox({ 'files/get_metadata': [busy({ 'Retry-After': '2' }), found] })
  expect(await remote.get(id)).toMatchObject({ kind: 'file' })
  expect(waits).toHaveLength(1)
  expect(waits[0]).toBeGreaterThanOrEqual(2000)
})

test('the time may stand in the body only', async () => {
  const body = {
    error_summary: 'too_many_requests/',
    error: { reason: { '.tag': 'too_many_requests' }, retry_after: 3 },
  }
  const { remote, waits } = scriptedDropbox({ 'files/get_metadata': [busy({}, body), found] })
  await remote.get(id)
  expect(waits[0]).toBeGreaterThanOrEqual(3000)
})

test('without a time it is one second', async () => {
  const { remote, waits } = scriptedDropbox({ 'files/get_metadata': [busy(), found] })
  await remote.get(id)
  expect(waits[0]).toBeGreaterThanOrEqual(1000)
  expect(waits[0]).toBeLessThanOrEqual(1500)
})

test('[C80] a long wait is handed back instead of slept', async () => {
  const { remote, waits, sent } = scriptedDropbox({ 'files/get_metadata': [busy({ 'Retry-After': '300' }), found] })
  await expect(remote.get(id)).rejects.toMatchObject({
    code: 'remote_busy',
    class: 'retry-later',
    retryAfterMs: 300_000,
  })
  expect(waits).toEqual([])
  expect(sent('files/get_metadata')).toHaveLength(1)
})

test('the write lock of a namespace is waited for, as 429 and as 409', async () => {
  const locked = { '.tag': 'path', reason: { '.tag': 'too_many_write_operations' } }
  const { remote, sent } = scriptedDropbox({
    'files/create_folder_v2': [
      json({ error_summary: 'path/too_many_write_operations/', error: locked }, 409),
      busy({ 'Retry-After': '1' }, { error: { reason: { '.tag': 'too_many_write_operations' } } }),
      json({ metadata: fileReply({ name: 'Acme', path_lower: '/acme', path_display: '/Acme' }) }),
    ],
  })
  expect(await remote.createFolder('/Acme' as never)).toMatchObject({ kind: 'folder', path: '/Acme' })
  expect(sent('files/create_folder_v2')).toHaveLength(3)
})

test('a read is tried again after 5xx and a lost connection, at most maxAttempts times', async () => {
  const { remote, sent, waits } = scriptedDropbox(
    { 'files/get_metadata': [json('', 500), new TypeError('fetch failed'), json('<html>', 502), found] },
    { maxAttempts: 3 },
  )
  await expect(remote.get(id)).rejects.toMatchObject({ code: 'remote_unavailable' })
  expect(sent('files/get_metadata')).toHaveLength(3)
  expect(waits).toHaveLength(2)
})

test('a mistake in a request is not sent again', async () => {
  const { remote, sent } = scriptedDropbox({ 'files/get_metadata': [json('Error in call to API function', 400)] })
  await expect(remote.get(id)).rejects.toMatchObject({ code: 'unexpected', class: 'bug' })
  expect(sent('files/get_metadata')).toHaveLength(1)
})

test('back-off has full jitter and stays below five seconds', () => {
  const policy = (fraction: number): RetryPolicy => ({
    clock: { now: () => 0 },
    maxAttempts: 9,
    wait,
    fraction: () => fraction,
  })
  expect([1, 2, 3, 4, 9].map((attempt) => backoffMs(attempt, policy(1)))).toEqual([500, 1000, 2000, 4000, 5000])
  expect(backoffMs(4, policy(0.25))).toBe(1000)
  expect(backoffMs(4, policy(0))).toBe(0)
})

test('a signal ends a call before it starts, while it waits and while it is on its way', async () => {
  const before = scriptedDropbox({})
  await expect(before.remote.get(id, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
  expect(before.requests).toEqual([])

  const waiting = new AbortController()
  const paused = scriptedDropbox({ 'files/get_metadata': [busy({ 'Retry-After': '4' })] }, { wait })
  setTimeout(() => waiting.abort(), 20)
  await expect(paused.remote.get(id, { signal: waiting.signal })).rejects.toMatchObject({ code: 'cancelled' })
  expect(paused.sent('files/get_metadata')).toHaveLength(1)

  const controller = new AbortController()
  const fetch: typeof globalThis.fetch = (_input, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
      controller.abort(new Error('the user walked away'))
    })
  await expect(scriptedDropbox({}, { fetch }).remote.get(id, { signal: controller.signal })).rejects.toMatchObject({
    code: 'cancelled',
  })
})

test('a cancellation that can only be asked is asked before each attempt', async () => {
  const signal = { aborted: false, reason: undefined, throwIfAborted: () => {} }
  const { remote, sent } = scriptedDropbox(
    { 'files/get_metadata': [json('', 500)] },
    {
      wait: async () => {
        signal.aborted = true
      },
    },
  )
  await expect(remote.get(id, { signal })).rejects.toMatchObject({ code: 'cancelled' })
  expect(sent('files/get_metadata')).toHaveLength(1)
})
