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
