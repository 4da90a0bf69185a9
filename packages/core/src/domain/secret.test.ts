import { format, inspect } from 'node:util'

import { expect, test } from 'vitest'

import { Secret } from './secret.ts'

const token = 'sl.u.AbCdEf'
const secret = new Secret(token)

test('gives its value to whoever asks for it', () => {
  expect(secret.reveal()).toBe(token)
})

test.each([
  ['text', () => String(secret)],
  ['a list', () => [secret].join()],
  ['JSON', () => JSON.stringify({ grant: { secret, list: [secret] } })],
  ['the inspector', () => inspect(secret)],
  ['the inspector, inside an object', () => inspect({ grant: { secret } }, { depth: null, showHidden: true })],
  ['an error', () => inspect(new Error('refused', { cause: secret }))],
  ['a template', () => `Bearer ${secret as unknown as string}`],
  ['a console', () => format('%s %o %O %j', secret, secret, { secret }, secret)],
  ['the inspector, without what is custom', () => inspect(secret, { customInspect: false, showHidden: true })],
  ['a copy for another thread', () => inspect(structuredClone({ secret }), { showHidden: true, depth: null })],
  ['its own keys', () => JSON.stringify([Object.keys(secret), Object.entries(secret), Object.assign({}, secret)])],
])('[X22] never prints: %s', (_, print) => {
  expect(print()).not.toContain(token)
})
