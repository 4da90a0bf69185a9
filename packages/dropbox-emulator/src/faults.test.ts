import { setupServer } from 'msw/node'
import { expect, test } from 'vitest'

import { appKey, refusal, setup, sofie } from './testing/setup.ts'

test('429 comes with Retry-After, as often as asked, and nothing happens', async () => {
  const { dropbox, emulator, owner, upload } = setup()
  emulator.faults.add({ type: 'status', status: 429, retryAfter: 7, route: 'files/upload', count: 1 })
  const refused = await upload('files/upload', { path: '/a.txt' }, 'a')
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('7')
  expect(await refused.json()).toMatchObject({ error: { reason: { '.tag': 'too_many_requests' }, retry_after: 7 } })
  expect(Object.keys(await owner.files.tree('/Apps/Demo CRM'))).toEqual([])
  await dropbox.filesUpload({ path: '/a.txt', contents: 'a' })
  expect(emulator.faults.list()).toEqual([])
})

test('429 may come without Retry-After', async () => {
  const { emulator, rpc } = setup()
  emulator.faults.add({ type: 'status', status: 429, retryAfter: null, reason: 'too_many_write_operations' })
  const refused = await rpc('files/list_folder', { path: '' })
  expect(refused.headers.has('retry-after')).toBe(false)
  expect(await refused.json()).toMatchObject({ error: { reason: { '.tag': 'too_many_write_operations' } } })
})

test('a lost reply is 500 after the effect', async () => {
  const { dropbox, emulator, owner } = setup()
  emulator.faults.add({ type: 'lostReply', route: 'files/upload', count: 1 })
  expect(await refusal(dropbox.filesUpload({ path: '/a.txt', contents: 'a' }))).toMatchObject({ status: 500 })
  expect(Object.keys(await owner.files.tree('/Apps/Demo CRM'))).toEqual(['/Apps/Demo CRM/a.txt'])
})

test('a delay can be aborted, and passes otherwise', async () => {
  const { accessToken, emulator, fetch } = setup()
  const call = (signal: AbortSignal) =>
    fetch('https://api.dropboxapi.com/2/users/get_space_usage', {
      method: 'POST',
      headers: { Authorization: `Bearer ${accessToken}` },
      signal,
    })
  emulator.faults.add({ type: 'delay', ms: 60_000, count: 1 })
  await expect(call(AbortSignal.timeout(20))).rejects.toMatchObject({ name: 'TimeoutError' })
  emulator.faults.add({ type: 'delay', ms: 5, count: 1 })
  expect((await call(new AbortController().signal)).status).toBe(200)
})

test('a fault can be meant for one account and one path', async () => {
  const { dropbox, emulator } = setup()
  const id = emulator.faults.add({ type: 'status', status: 503, account: sofie, containing: 'bad.txt' })
  await dropbox.filesUpload({ path: '/good.txt', contents: 'a' })
  expect(await refusal(dropbox.filesUpload({ path: '/bad.txt', contents: 'a' }))).toMatchObject({ status: 503 })
  emulator.faults.remove(id)
  await dropbox.filesUpload({ path: '/bad.txt', contents: 'a' })
})

test('the log tells what was asked and answered, without tokens', async () => {
  const { accessToken, dropbox, emulator, fetch, refreshToken } = setup()
  await dropbox.filesUpload({ path: '/a.txt', contents: 'abc' })
  await dropbox.filesDownload({ path: '/a.txt' })
  await fetch('https://api.dropboxapi.com/oauth2/token', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: appKey,
      client_secret: 'no',
    }),
  })
  const [uploaded, downloaded, refreshed] = emulator.log.entries()
  expect(uploaded).toMatchObject({
    number: 1,
    method: 'POST',
    host: 'content.dropboxapi.com',
    route: 'files/upload',
    arg: { path: '/a.txt' },
    status: 200,
    account: sofie,
    appKey,
  })
  expect(downloaded).toMatchObject({ route: 'files/download', responseBytes: 3 })
  expect(refreshed).toMatchObject({ route: 'oauth2/token', status: 400, arg: { grant_type: 'refresh_token' } })
  const text = JSON.stringify(emulator.log.entries())
  expect(text).not.toContain(accessToken)
  expect(text).not.toContain(refreshToken)
  expect(emulator.log.entries({ since: 1, route: 'files/download' })).toHaveLength(1)
  emulator.log.clear()
  expect(emulator.log.entries()).toEqual([])
})

test('a fault that is only likely hits the same requests for the same seed', async () => {
  const statuses = async (seed: number) => {
    const { emulator, rpc } = setup()
    emulator.faults.add({ type: 'status', status: 503, probability: 0.5, seed })
    const seen: number[] = []
    for (let call = 0; call < 40; call += 1) seen.push((await rpc('users/get_space_usage', null)).status)
    return seen.join()
  }
  const first = await statuses(1)
  expect(first).toContain('200')
  expect(first).toContain('503')
  expect(await statuses(1)).toBe(first)
  expect(await statuses(2)).not.toBe(first)
  expect(() => setup().emulator.faults.add({ type: 'lostReply', probability: 2 })).toThrow('from 0 to 1')
})

test('a connection can end before or after the effect', async () => {
  const { emulator, owner, upload } = setup()
  emulator.faults.add({ type: 'closedConnection', count: 1 })
  await expect(upload('files/upload', { path: '/a.txt' }, 'a')).rejects.toThrow(TypeError)
  expect(await owner.files.tree('/Apps/Demo CRM')).toEqual({})
  emulator.faults.add({ type: 'closedConnection', when: 'after', count: 1 })
  await expect(upload('files/upload', { path: '/a.txt' }, 'a')).rejects.toThrow(TypeError)
  expect(Object.keys(await owner.files.tree('/Apps/Demo CRM'))).toEqual(['/Apps/Demo CRM/a.txt'])
  expect(emulator.log.entries({ route: 'files/upload' }).map(({ status }) => status)).toEqual([0, 0])
})

test('a body breaks off where it should, and announces its whole length', async () => {
  const { download, dropbox, emulator } = setup()
  await dropbox.filesUpload({ path: '/a.txt', contents: '0123456789' })
  emulator.faults.add({ type: 'cutBody', afterBytes: 4, count: 1 })
  const response = await download({ path: '/a.txt' })
  expect(response.headers.get('content-length')).toBe('10')
  const reader = response.body?.getReader()
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('0123')
  await expect(reader?.read()).rejects.toThrow('closed')
})

test('a stale listing ends before the latest changes, and its cursor tells them later', async () => {
  const { dropbox, emulator } = setup()
  await dropbox.filesUpload({ path: '/old.txt', contents: 'old' })
  await dropbox.filesUpload({ path: '/gone.txt', contents: 'gone' })
  await dropbox.filesDeleteV2({ path: '/gone.txt' })
  await dropbox.filesUpload({ path: '/new.txt', contents: 'new' })
  emulator.faults.add({ type: 'staleListing', changes: 2, route: 'files/list_folder', count: 1 })
  const stale = (await dropbox.filesListFolder({ path: '', recursive: true })).result
  expect(stale.entries.map(({ name }) => name)).toEqual(['gone.txt', 'old.txt'])
  emulator.faults.add({ type: 'staleListing', changes: 1, route: 'files/list_folder/continue', count: 1 })
  const next = (await dropbox.filesListFolderContinue({ cursor: stale.cursor })).result
  expect(next.entries).toMatchObject([{ '.tag': 'deleted', name: 'gone.txt' }])
  const last = (await dropbox.filesListFolderContinue({ cursor: next.cursor })).result
  expect(last.entries).toMatchObject([{ '.tag': 'file', name: 'new.txt' }])
})

test('msw passes on that a connection ended', async () => {
  const { accessToken, emulator } = setup()
  const server = setupServer(...emulator.handlers)
  server.listen()
  try {
    const call = () =>
      globalThis.fetch('https://api.dropboxapi.com/2/users/get_space_usage', {
        method: 'POST',
        headers: { Authorization: `Bearer ${accessToken}` },
      })
    emulator.faults.add({ type: 'closedConnection', count: 1 })
    await expect(call()).rejects.toThrow(TypeError)
    expect((await call()).status).toBe(200)
  } finally {
    server.close()
  }
})
