import { Secret, SyncError } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { dropbox } from './dropbox.ts'
import { json, scriptedDropbox } from './testing/scripted-dropbox.ts'

const request = { redirectUri: 'https://crm.example/callback?a=1&b=2', state: 's&t=u', codeChallenge: 'challenge' }
const grant = {
  access_token: 'access-canary',
  token_type: 'bearer',
  expires_in: 14_400,
  refresh_token: 'refresh-canary',
  scope: 'account_info.read files.content.write',
  uid: '12345',
  account_id: 'dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc',
}
const exchange = { code: 'code-canary', redirectUri: request.redirectUri, codeVerifier: new Secret('verifier-canary') }

test('[X12] the least is asked for, and whoever asks for more is told so', () => {
  const needed = ['account_info.read', 'files.metadata.read', 'files.content.read', 'files.content.write']
  const url = new URL(dropbox({ appKey: 'app-key' }).authorizeUrl(request))
  expect(url.searchParams.get('scope')?.split(' ')).toEqual(needed)
  expect(dropbox({ appKey: 'app-key' }).warnings).toEqual([])
  const more = dropbox({ appKey: 'app-key', scopes: [...needed, 'sharing.write', 'files.permanent_delete'] })
  expect(more.warnings?.map((warning) => /"([^"]+)"/.exec(warning)?.[1])).toEqual([
    'sharing.write',
    'files.permanent_delete',
  ])
})

test('the consent address asks for a refresh token with PKCE, every value encoded', () => {
  const url = new URL(dropbox({ appKey: 'app-key' }).authorizeUrl(request))
  expect(url.origin + url.pathname).toBe('https://www.dropbox.com/oauth2/authorize')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: 'app-key',
    response_type: 'code',
    redirect_uri: request.redirectUri,
    state: 's&t=u',
    code_challenge: 'challenge',
    code_challenge_method: 'S256',
    token_access_type: 'offline',
    scope: 'account_info.read files.metadata.read files.content.read files.content.write',
  })
})

test('the consent address can be in a language, and sign the browser out first', () => {
  const url = new URL(
    dropbox({ appKey: 'app-key', baseUrl: 'http://127.0.0.1:4700', scopes: ['account_info.read'] }).authorizeUrl({
      ...request,
      locale: 'nl',
      forceReauthentication: true,
    }),
  )
  expect(url.origin + url.pathname).toBe('http://127.0.0.1:4700/www.dropbox.com/oauth2/authorize')
  expect(url.searchParams.get('scope')).toBe('account_info.read')
  expect(url.searchParams.get('locale')).toBe('nl')
  expect(url.searchParams.get('force_reauthentication')).toBe('true')
})

test('a code is exchanged by a form, with no secret in the address and no app secret at all', async () => {
  const { provider, requests } = scriptedDropbox(
    { 'oauth2/token': [json(grant)] },
    { appSecret: new Secret('app-secret-canary') },
  )
  const linked = await provider.exchangeCode(exchange)
  expect(linked.accountId).toBe(grant.account_id)
  expect(linked.refreshToken.reveal()).toBe('refresh-canary')
  expect(linked.scopes).toEqual(['account_info.read', 'files.content.write'])
  expect(requests).toHaveLength(1)
  expect(requests[0]?.url).toBe('https://api.dropboxapi.com/oauth2/token')
  expect(requests[0]?.headers.get('authorization')).toBeNull()
  expect(Object.fromEntries(requests[0]?.form ?? [])).toEqual({
    grant_type: 'authorization_code',
    code: 'code-canary',
    redirect_uri: request.redirectUri,
    code_verifier: 'verifier-canary',
    client_id: 'app-key',
  })
})

test.each([
  ['state_invalid', 400, { error: 'invalid_grant', error_description: "code doesn't exist or has expired" }],
  ['state_invalid', 400, { error: 'invalid_grant', error_description: 'redirect_uri mismatch' }],
  ['unexpected', 400, { error: 'invalid_client: Invalid client_id or client_secret' }],
  ['unexpected', 400, { error: 'invalid_request', error_description: 'No auth function available for given request' }],
  ['app_user_limit', 400, 'This app has reached its user limit. Contact the app developer.'],
  ['app_user_limit', 403, 'This app is unable to link additional users because it has been frozen pending review'],
  ['remote_unavailable', 500, '<html>oops</html>'],
] as const)('a refused code is %s: HTTP %d %o', async (code, status, body) => {
  const { provider } = scriptedDropbox({ 'oauth2/token': [json(body, status)] })
  const error = await provider.exchangeCode(exchange).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(SyncError)
  expect(error).toMatchObject({ code, cause: { status } })
  expect(String(error)).not.toContain('canary')
})

test('a grant of a whole team is no account', async () => {
  const { account_id: _, ...team } = grant
  const { provider } = scriptedDropbox({ 'oauth2/token': [json({ ...team, team_id: 'dbtid:1' })] })
  await expect(provider.exchangeCode(exchange)).rejects.toMatchObject({ code: 'account_unsupported' })
})

test('an answer without a refresh token is an error, not a link that ends after four hours', async () => {
  const { refresh_token: _, ...online } = grant
  const { provider } = scriptedDropbox({ 'oauth2/token': [json(online)] })
  await expect(provider.exchangeCode(exchange)).rejects.toMatchObject({ code: 'unexpected' })
})

test('a token that no header can carry is refused before a header repeats it', async () => {
  const reply = { access_token: 'canary\n', expires_in: 100 }
  const { remote } = scriptedDropbox({ 'oauth2/token': [json(reply)] })
  const error = await remote.account().catch((error: unknown) => error)
  expect(error).toMatchObject({ code: 'unexpected' })
  expect(String(error)).not.toContain('canary')
})

test('revoking gets an access token and hands it back with everything it belongs to', async () => {
  const { provider, requests, sent } = scriptedDropbox({ 'auth/token/revoke': [json(null)] })
  await provider.revoke({ refreshToken: new Secret('refresh-canary') })
  expect(requests.map(({ method }) => method)).toEqual(['oauth2/token', 'auth/token/revoke'])
  expect(sent('auth/token/revoke')[0]?.headers.get('authorization')).toBe('Bearer access-1')
  // `{}` and a content type would be refused: the call takes no argument.
  expect(sent('auth/token/revoke')[0]?.bytes).toHaveLength(0)
  expect(sent('auth/token/revoke')[0]?.headers.get('content-type')).toBeNull()
})

test('revoking what is gone already is a success', async () => {
  const gone = json({ error: 'invalid_grant', error_description: 'refresh token is invalid or revoked' }, 400)
  const invalid = json({ error_summary: 'invalid_access_token/', error: { '.tag': 'invalid_access_token' } }, 401)
  for (const script of [{ 'oauth2/token': [gone] }, { 'auth/token/revoke': [invalid] }]) {
    await scriptedDropbox(script).provider.revoke({ refreshToken: new Secret('refresh') })
  }
  const down = scriptedDropbox({ 'auth/token/revoke': [json('', 503)] })
  await expect(down.provider.revoke({ refreshToken: new Secret('refresh') })).rejects.toMatchObject({
    code: 'remote_unavailable',
  })
})

test('an app key is needed, and a base URL must be one', () => {
  expect(() => dropbox({ appKey: '' })).toThrow(TypeError)
  expect(() => dropbox({ appKey: 'app-key', baseUrl: '127.0.0.1:4700' })).toThrow(TypeError)
})
