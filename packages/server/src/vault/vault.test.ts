import { Secret, isSyncError } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { keyRing } from '../crypto/key-ring.ts'
import { type SecretPlace, createVault, innerTextOf } from './vault.ts'

const key = new Secret('0123456789abcdef0123456789abcdef')
const otherKey = new Secret('another key of at least 32 bytes, yes')
const place: SecretPlace = { tenantId: 't1', userId: 'sofie', provider: 'dropbox', linkId: 'l1', column: 'grant' }
const vault = createVault(keyRing({ current: key }))

async function failureOf(attempt: Promise<unknown>): Promise<string> {
  const failure: unknown = await attempt.then(
    () => null,
    (error: unknown) => error,
  )
  if (!isSyncError(failure, 'unexpected')) throw new Error('It opened.')
  return failure.message
}

test('opens what it sealed', async () => {
  const sealed = await vault.seal(new Secret('a refresh token, ünïcode'), place)
  expect(sealed).toMatch(/^v1(\.[\w-]+){5}$/)
  expect((await vault.open(sealed, place)).reveal()).toBe('a refresh token, ünïcode')
})

test('[X18] a text that was copied to another row, user or tenant does not open', async () => {
  const sealed = await vault.seal(new Secret('token'), place)
  const elsewhere: readonly Partial<SecretPlace>[] = [
    { tenantId: 't2' },
    { userId: 'jonas' },
    { provider: 'other' },
    { linkId: 'l2' },
    { column: 'codeVerifier' },
  ]
  for (const change of elsewhere) await failureOf(vault.open(sealed, { ...place, ...change }))
})

test('[X17] a flipped bit anywhere gives one and the same error', async () => {
  const sealed = await vault.seal(new Secret('token'), place)
  const damaged = Array.from(sealed, (character, index) => {
    const other = character === 'A' ? 'B' : 'A'
    return sealed.slice(0, index) + other + sealed.slice(index + 1)
  })
  const messages = new Set<string>()
  for (const text of [...damaged, '', 'v1', 'v1.....', `${sealed}.AA`])
    messages.add(await failureOf(vault.open(text, place)))
  expect(messages.size).toBe(1)
})

test('[X17] a text of another key does not open', async () => {
  const other = createVault(keyRing({ current: otherKey }))
  const sealed = await other.seal(new Secret('token'), place)
  await failureOf(vault.open(sealed, place))
})

test('[X19] of a hundred thousand sealed texts no two have an initialization vector or a key in common', async () => {
  const [vectors, keys] = [new Set<string>(), new Set<string>()]
  for (let round = 0; round < 200; round += 1) {
    const sealed = await Promise.all(Array.from({ length: 500 }, () => vault.seal(new Secret('same'), place)))
    for (const [, , keyIv = '', wrappedKey = '', iv = ''] of sealed.map((text) => text.split('.'))) {
      vectors.add(keyIv).add(iv)
      keys.add(wrappedKey)
    }
  }
  expect([vectors.size, keys.size]).toEqual([200_000, 100_000])
}, 120_000)

test('[X20] what an earlier key sealed opens while that key is kept; what is new is sealed by the current one', async () => {
  const sealed = await vault.seal(new Secret('token'), place)
  const next = createVault(keyRing({ current: otherKey, previous: [key] }))
  expect((await next.open(sealed, place)).reveal()).toBe('token')
  expect([await next.hasKeyOf(sealed), await vault.hasKeyOf(sealed)]).toEqual([true, true])
  const newer = await next.seal(new Secret('token'), place)
  expect(await vault.hasKeyOf(newer)).toBe(false)
  await failureOf(vault.open(newer, place))
})

test('[X20] wrapping by the current key leaves the text as it is, and the earlier key is not needed any more', async () => {
  const sealed = await vault.seal(new Secret('token'), place)
  const next = createVault(keyRing({ current: otherKey, previous: [key] }))
  const wrapped = await next.rewrap(sealed, place)
  expect(innerTextOf(wrapped)).toBe(innerTextOf(sealed))
  expect(wrapped.split('.').slice(1, 4)).not.toEqual(sealed.split('.').slice(1, 4))
  expect(await next.rewrap(wrapped, place)).toBe(wrapped)
  const last = createVault(keyRing({ current: otherKey }))
  expect((await last.open(wrapped, place)).reveal()).toBe('token')
})

test('[X17] [X18] a text of another place, or of an unknown key, is not wrapped anew either', async () => {
  const sealed = await vault.seal(new Secret('token'), place)
  const next = createVault(keyRing({ current: otherKey, previous: [key] }))
  const stranger = createVault(keyRing({ current: otherKey }))
  const attempts = [
    next.rewrap(sealed, { ...place, linkId: 'l2' }),
    stranger.rewrap(sealed, place),
    next.rewrap('', place),
  ]
  const messages = await Promise.all(attempts.map((attempt) => failureOf(attempt)))
  expect(new Set(messages).size).toBe(1)
})
