import { expect, test } from 'vitest'

import { Secret } from '../../domain/secret.ts'
import { bytes, failureOf, webSha256 } from '../../testing/index.ts'
import { manualClock } from '../manual-clock.ts'
import { seededRandom } from '../seeded-random.ts'
import { memoryRemote } from './memory-remote.ts'
import { memoryRemoteProvider } from './memory-remote-provider.ts'

const redirectUri = 'https://crm.example/callback?from=twinfolder'
/** The pair of RFC 7636, appendix B. */
const codeVerifier = new Secret('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')
const codeChallenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

const make = (webhookSecret?: Secret) => {
  const random = seededRandom(1)
  const remote = memoryRemote({ clock: manualClock(), random, sha256: webSha256 })
  return { remote, provider: memoryRemoteProvider({ remotes: [remote], random, sha256: webSha256, webhookSecret }) }
}

/** A provider with a code that its user has just agreed to. */
const consented = async () => {
  const { remote, provider } = make()
  const url = provider.authorizeUrl({ redirectUri, state: 'state 1', codeChallenge })
  const callback = new URL(await provider.consent(url, remote))
  return { remote, provider, callback, code: callback.searchParams.get('code') ?? '' }
}

test('consent sends the browser back with a code and the state', async () => {
  const { callback } = await consented()
  expect(callback.href.startsWith(`${redirectUri}&code=`)).toBe(true)
  expect(callback.searchParams.get('state')).toBe('state 1')
})

test('a code gives a grant, and the grant the account', async () => {
  const { remote, provider, code } = await consented()
  const grant = await provider.exchangeCode({ code, redirectUri, codeVerifier })
  expect(grant.accountId).toBe((await remote.account()).accountId)
  const account = await provider.connect(grant).account()
  expect(account).toEqual(await remote.account())
})

test('a code works once', async () => {
  const { provider, code } = await consented()
  await provider.exchangeCode({ code, redirectUri, codeVerifier })
  expect(await failureOf(provider.exchangeCode({ code, redirectUri, codeVerifier }))).toBe('state_invalid')
})

test('a code is worth nothing with another verifier, and then is used up', async () => {
  const { provider, code } = await consented()
  const stolen = provider.exchangeCode({ code, redirectUri, codeVerifier: new Secret('guessed') })
  expect(await failureOf(stolen)).toBe('state_invalid')
  expect(await failureOf(provider.exchangeCode({ code, redirectUri, codeVerifier }))).toBe('state_invalid')
})

test('[C84] a revoked grant is gone for good; a new one works', async () => {
  const { remote, provider, code } = await consented()
  const grant = await provider.exchangeCode({ code, redirectUri, codeVerifier })
  const connected = provider.connect(grant)
  await provider.revoke(grant)
  await provider.revoke(grant)
  expect(await failureOf(connected.account())).toBe('link_revoked')
  const url = provider.authorizeUrl({ redirectUri, state: 's', codeChallenge })
  const again = new URL(await provider.consent(url, remote)).searchParams.get('code') ?? ''
  const next = await provider.exchangeCode({ code: again, redirectUri, codeVerifier })
  expect((await provider.connect(next).account()).accountId).toBe(grant.accountId)
})

test('[C87] a webhook names its accounts; with a bad signature it is worth nothing', async () => {
  const { provider } = make(new Secret('webhook secret'))
  const { body, signature } = await provider.webhook(['account-1', 'account-2'])
  expect(await provider.verifyWebhook(body, signature)).toEqual(['account-1', 'account-2'])
  expect(await provider.verifyWebhook(body, `${signature.slice(0, -1)}x`)).toBeNull()
  expect(await provider.verifyWebhook(bytes('{"accounts":["other"]}'), signature)).toBeNull()
  expect(await provider.verifyWebhook(body, null)).toBeNull()
})

test('without a secret every webhook is refused', async () => {
  const { provider } = make()
  const { body, signature } = await provider.webhook(['account-1'])
  expect(await provider.verifyWebhook(body, signature)).toBeNull()
})
