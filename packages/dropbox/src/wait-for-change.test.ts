import { expect, test } from 'vitest'

import { json, refusal, scriptedDropbox } from './testing/scripted-dropbox.ts'

const route = 'files/list_folder/longpoll'

test('waiting takes no token: Dropbox refuses one there', async () => {
  const { remote, sent, requests } = scriptedDropbox({ [route]: [json({ changes: true })] })
  expect(await remote.waitForChange('cursor-1', { timeoutSeconds: 60 })).toEqual({ changed: true, backoffMs: 0 })
  expect(sent(route)[0]?.arg).toEqual({ cursor: 'cursor-1', timeout: 60 })
  expect(sent(route)[0]?.headers.has('authorization')).toBe(false)
  expect(requests.map(({ url }) => new URL(url).host)).toEqual(['notify.dropboxapi.com'])
})

test('Dropbox takes 30 to 480 seconds; other times become the nearest', async () => {
  const { remote, sent } = scriptedDropbox({ [route]: [json({ changes: false })] })
  for (const timeoutSeconds of [1, 10_000, undefined]) await remote.waitForChange('cursor-1', { timeoutSeconds })
  expect(sent(route).map(({ arg }) => arg['timeout'])).toEqual([30, 480, 30])
})

test('the rest that Dropbox asks for is handed to the caller', async () => {
  const { remote, waits } = scriptedDropbox({ [route]: [json({ changes: false, backoff: 60 })] })
  expect(await remote.waitForChange('cursor-1')).toEqual({ changed: false, backoffMs: 60_000 })
  expect(waits).toEqual([])
})

test('an answer that calls itself a text is read all the same', async () => {
  const text = new Response('{"changes": true}', { headers: { 'Content-Type': 'text/plain' } })
  const { remote } = scriptedDropbox({ [route]: [text] })
  expect(await remote.waitForChange('cursor-1')).toMatchObject({ changed: true })
})

test.each([
  ['reset', refusal('reset', { '.tag': 'reset' })],
  ['a cursor that cannot be read', json('Error in call to API function', 400)],
])('[C85] %s is cursor_reset', async (_what, answer) => {
  const { remote } = scriptedDropbox({ [route]: [answer] })
  await expect(remote.waitForChange('cursor-1')).rejects.toMatchObject({ code: 'cursor_reset' })
})

test('a connection that breaks is tried again', async () => {
  const { remote, sent } = scriptedDropbox({ [route]: [new TypeError('fetch failed'), json({ changes: true })] })
  expect(await remote.waitForChange('cursor-1')).toMatchObject({ changed: true })
  expect(sent(route)).toHaveLength(2)
})
