import { createHash } from 'node:crypto'

import { type RemoteProvider, Secret } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { link, linkedEmulator } from './testing/linked-emulator.ts'

const redirectUri = 'http://127.0.0.1:8080/callback'
const verifier = 'the-verifier-of-this-linking-stays-on-the-server'

/** A code that was asked for with the challenge of {@link verifier}. */
async function codeOf(provider: RemoteProvider, authorize: (url: string) => Promise<string>): Promise<string> {
  const codeChallenge = createHash('sha256').update(verifier).digest('base64url')
  const url = provider.authorizeUrl({ redirectUri, state: 'state', codeChallenge })
  expect(new URL(url).searchParams.get('code_challenge_method')).toBe('S256')
  return new URL(await authorize(url)).searchParams.get('code') ?? ''
}

test.each(['another-verifier-of-some-length-that-somebody-guessed', 'short', `${verifier}x`])(
  '[X5] a code is worth nothing with %s for its verifier',
  async (guess) => {
    const { emulator, provider, close } = await linkedEmulator('in process')
    const code = await codeOf(provider, (url) => emulator.authorize(url, { account: 'sofie@example.com' }))
    const attempt = provider.exchangeCode({ code, redirectUri, codeVerifier: new Secret(guess) })
    await expect(attempt).rejects.toMatchObject({ name: 'SyncError' })
    await close()
  },
)

test('[X5] the challenge is always S256: the verifier itself is never sent to the consent page', async () => {
  const { emulator, provider, close } = await linkedEmulator('in process')
  const code = await codeOf(provider, (url) => {
    expect(url).not.toContain(encodeURIComponent(verifier))
    expect(new URL(url).searchParams.get('code_challenge_method')).not.toBe('plain')
    return emulator.authorize(url, { account: 'sofie@example.com' })
  })
  const grant = await provider.exchangeCode({ code, redirectUri, codeVerifier: new Secret(verifier) })
  expect(grant.refreshToken.reveal()).not.toBe('')
  expect((await link(provider, emulator)).accountId).toBe(grant.accountId)
  await close()
})
