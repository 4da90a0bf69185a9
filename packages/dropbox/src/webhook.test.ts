import { createHmac } from 'node:crypto'

import { Secret } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { dropbox } from './dropbox.ts'

const secret = 'app-secret'
const provider = dropbox({ appKey: 'app-key', appSecret: new Secret(secret) })
const notification = bytes(JSON.stringify({ list_folder: { accounts: ['dbid:a', 'dbid:b'] }, delta: { users: [1] } }))

test('a signed notification names its accounts', async () => {
  expect(await provider.verifyWebhook(notification, signature(notification))).toEqual(['dbid:a', 'dbid:b'])
  expect(await provider.verifyWebhook(notification, signature(notification).toUpperCase())).toHaveLength(2)
  const plain = dropbox({ appKey: 'app-key', appSecret: secret })
  expect(await plain.verifyWebhook(notification, signature(notification))).toHaveLength(2)
})

test('[C87] a notification with a wrong, malformed or missing signature is refused', async () => {
  const changed = bytes(new TextDecoder().decode(notification).replace('dbid:a', 'dbid:c'))
  expect(await provider.verifyWebhook(changed, signature(notification))).toBeNull()
  for (const wrong of [
    null,
    '',
    'zz',
    signature(notification).slice(1),
    `${signature(notification)}00`,
    '0'.repeat(64),
  ]) {
    expect(await provider.verifyWebhook(notification, wrong)).toBeNull()
  }
  expect(await provider.verifyWebhook(notification, signature(notification, 'other secret'))).toBeNull()
})

test('without an app secret no notification is accepted', async () => {
  expect(await dropbox({ appKey: 'app-key' }).verifyWebhook(notification, signature(notification))).toBeNull()
  const unset = dropbox({ appKey: 'app-key', appSecret: '' })
  expect(await unset.verifyWebhook(notification, signature(notification, ''))).toBeNull()
})

test('a signed body that says something else names nobody', async () => {
  for (const text of ['not json', 'null', '{}', '{"list_folder":{"accounts":"dbid:a"}}', '{"list_folder":null}']) {
    expect(await provider.verifyWebhook(bytes(text), signature(bytes(text)))).toEqual([])
  }
  const mixed = bytes('{"list_folder":{"accounts":["dbid:a",7]}}')
  expect(await provider.verifyWebhook(mixed, signature(mixed))).toEqual(['dbid:a'])
})

function signature(body: Uint8Array, key = secret): string {
  return createHmac('sha256', key).update(body).digest('hex')
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text))
}
