import { createHash, randomBytes } from 'node:crypto'

import { DropboxAuth } from 'dropbox'
import { describe, expect, test } from 'vitest'

import { appKey, appSecret, jonas, refusal, setup, sofie } from '../testing/setup.ts'

const redirectUri = 'http://localhost:5173/callback?from=dropbox'
const tokenUrl = 'https://api.dropboxapi.com/oauth2/token'

function authorizeUrl(params: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({
    client_id: appKey,
    response_type: 'code',
    redirect_uri: redirectUri,
    state: 'a b&c',
    token_access_type: 'offline',
    ...params,
  })
  return `https://www.dropbox.com/oauth2/authorize?${query}`
}

function pkce() {
  const verifier = randomBytes(48).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  return { verifier, params: { code_challenge: challenge, code_challenge_method: 'S256' } }
}

function world() {
  const made = setup()
  const token = async (params: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) => {
    const response = await made.fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(params), headers })
    const body: Record<string, unknown> = await response.json()
    return { status: response.status, body }
  }
  const codeFor = async (params?: Readonly<Record<string, string>>) => {
    const url = new URL(await made.emulator.authorize(authorizeUrl(params), { account: sofie, decision: 'allow' }))
    return url.searchParams.get('code') ?? ''
  }
  return { ...made, token, codeFor }
}

const exchange = { grant_type: 'authorization_code', redirect_uri: redirectUri }

describe('the authorize page', () => {
  test('names the app folder and offers the accounts', async () => {
    const { fetch } = world()
    const page = await (await fetch(authorizeUrl())).text()
    expect(page).toContain('Demo CRM would like access to its own folder, Apps/Demo CRM, inside your Dropbox.')
    expect(page).toContain('Nothing else in your Dropbox is visible to it.')
    expect(page).toContain(sofie)
    expect(page).toContain(jonas)
    expect(page).not.toContain('<script')
  })

  test('sends the code and the state back, and makes the app folder', async () => {
    const { emulator } = world()
    const url = new URL(await emulator.authorize(authorizeUrl(), { account: jonas, decision: 'allow' }))
    expect(url.searchParams.get('from')).toBe('dropbox')
    expect(url.searchParams.get('state')).toBe('a b&c')
    expect(url.searchParams.get('code')).toMatch(/^[\w-]{40,}$/)
    expect(Object.keys(await emulator.accounts.get(jonas).files.tree())).toEqual(['/Apps', '/Apps/Demo CRM'])
  })

  test('sends back that access was denied, and links nothing', async () => {
    const { emulator } = world()
    const url = new URL(await emulator.authorize(authorizeUrl(), { account: jonas, decision: 'deny' }))
    expect(url.searchParams.get('error')).toBe('access_denied')
    expect(url.searchParams.get('error_description')).not.toBe('')
    expect(url.searchParams.get('state')).toBe('a b&c')
    expect(emulator.accounts.get(jonas).connectedApps()).toEqual([])
  })

  test.each([
    [{ client_id: 'nobody' }, 'client_id'],
    [{ response_type: 'magic' }, 'response_type'],
    [{ redirect_uri: 'http://evil.example/callback' }, 'redirect_uri'],
    [{ scope: 'contacts.write' }, 'scope'],
    [{ code_challenge: 'short' }, 'code_challenge'],
    [{ token_access_type: 'forever' }, 'token_access_type'],
    [{ state: 'x'.repeat(501) }, 'state'],
  ])('shows what is wrong with %o instead of redirecting', async (params, word) => {
    const { emulator, fetch } = world()
    const response = await fetch(authorizeUrl(params))
    expect(response.status).toBe(400)
    expect(await response.text()).toContain(word)
    await expect(emulator.authorize(authorizeUrl(params), { account: sofie })).rejects.toThrow(word)
  })

  test('compares redirect URIs exactly when the app has a list', async () => {
    const { emulator, fetch } = world()
    emulator.apps.add({ key: 'strict', secret: 's', redirectUris: ['https://crm.example/callback'] })
    const status = async (redirect_uri: string) =>
      (await fetch(authorizeUrl({ client_id: 'strict', redirect_uri }))).status
    expect(await status('https://crm.example/callback')).toBe(200)
    expect(await status('https://crm.example/callback/')).toBe(400)
  })

  test('shows the code when there is nowhere to send it', async () => {
    const { fetch, token } = world()
    const url = `https://www.dropbox.com/oauth2/authorize?client_id=${appKey}&response_type=code`
    const form = new URLSearchParams({ account: sofie, decision: 'allow' })
    const page = await (await fetch(url, { method: 'POST', body: form })).text()
    const code = /<code>(.+)<\/code>/.exec(page)?.[1] ?? ''
    const { status } = await token({
      grant_type: 'authorization_code',
      code,
      client_id: appKey,
      client_secret: appSecret,
    })
    expect(status).toBe(200)
  })

  test('is skipped when consent is automatic', async () => {
    const { emulator, fetch } = world()
    emulator.consent = 'auto'
    const response = await fetch(authorizeUrl(), { redirect: 'manual' })
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toContain('code=')
  })
})

describe('the code', () => {
  test('is exchanged with PKCE and no secret', async () => {
    const { codeFor, token, emulator } = world()
    const { params, verifier } = pkce()
    const code = await codeFor(params)
    const { status, body } = await token({ ...exchange, code, client_id: appKey, code_verifier: verifier })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      token_type: 'bearer',
      expires_in: 14_400,
      account_id: emulator.accounts.get(sofie).accountId,
      access_token: expect.stringMatching(/^sl\./),
      refresh_token: expect.any(String),
      uid: expect.stringMatching(/^\d+$/),
      scope: expect.stringContaining('files.content.write'),
    })
    const refreshed = await token({
      grant_type: 'refresh_token',
      refresh_token: String(body['refresh_token']),
      client_id: appKey,
    })
    expect(refreshed.status).toBe(200)
    expect(Object.keys(refreshed.body).sort()).toEqual(['access_token', 'expires_in', 'token_type'])
  })

  test('is refused with a wrong verifier or none, and not used up by that', async () => {
    const { codeFor, token } = world()
    const { params, verifier } = pkce()
    const code = await codeFor(params)
    const wrong = await token({ ...exchange, code, client_id: appKey, code_verifier: pkce().verifier })
    expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect(await token({ ...exchange, code, client_id: appKey })).toMatchObject({ status: 400 })
    expect(await token({ ...exchange, code, client_id: appKey, code_verifier: verifier })).toMatchObject({
      status: 200,
    })
  })

  test('works once', async () => {
    const { codeFor, token } = world()
    const params = { ...exchange, code: await codeFor(), client_id: appKey, client_secret: appSecret }
    const answers = await Promise.all([token(params), token(params)])
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 400])
    expect(await token(params)).toEqual({
      status: 400,
      body: { error: 'invalid_grant', error_description: "code doesn't exist or has expired" },
    })
  })

  test('is good for minutes', async () => {
    const { codeFor, emulator, token } = world()
    const code = await codeFor()
    emulator.clock.advance(11 * 60_000)
    expect(await token({ ...exchange, code, client_id: appKey, client_secret: appSecret })).toMatchObject({
      body: { error: 'invalid_grant' },
    })
  })

  test('is exchanged with the secret, in the form, as HTTP Basic or in the query', async () => {
    const { codeFor, fetch, token } = world()
    const form = { ...exchange, code: await codeFor(), client_id: appKey, client_secret: appSecret }
    expect((await token(form)).status).toBe(200)
    const basic = { Authorization: `Basic ${btoa(`${appKey}:${appSecret}`)}` }
    expect((await token({ ...exchange, code: await codeFor() }, basic)).status).toBe(200)
    const both = await token({ ...exchange, code: await codeFor(), client_id: appKey }, basic)
    expect(both.body['error_description']).toBe('unknown field "client_id"')
    const query = new URLSearchParams({ ...form, code: await codeFor() })
    for (const host of ['api.dropboxapi.com/oauth2', 'api.dropbox.com/1/oauth2']) {
      const code = await codeFor()
      query.set('code', code)
      expect((await fetch(`https://${host}/token?${query}`, { method: 'POST' })).status).toBe(200)
    }
  })

  test.each([
    [{ redirect_uri: 'http://localhost:5173/other' }, 'invalid_grant', 'redirect_uri mismatch'],
    [{ client_secret: 'wrong' }, 'invalid_client: Invalid client_id or client_secret', undefined],
    [{ client_id: 'nobody' }, 'invalid_client: Invalid client_id or client_secret', undefined],
    [{ grant_type: 'password' }, 'unsupported_grant_type', expect.any(String)],
  ])('is refused with %o', async (params, error, description) => {
    const { codeFor, token } = world()
    const form = { ...exchange, code: await codeFor(), client_id: appKey, client_secret: appSecret, ...params }
    const { status, body } = await token(form)
    expect(status).toBe(400)
    expect(body['error']).toBe(error)
    expect(body['error_description']).toEqual(description)
  })

  test('gives no refresh token to who did not ask for one', async () => {
    const { codeFor, token } = world()
    const code = await codeFor({ token_access_type: 'online' })
    const { body } = await token({ ...exchange, code, client_id: appKey, client_secret: appSecret })
    expect(body).not.toHaveProperty('refresh_token')
  })
})

test('a refresh token of the secret flow needs the secret again', async () => {
  const { refreshToken, token } = world()
  const refresh = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: appKey }
  expect(await token(refresh)).toEqual({
    status: 400,
    body: { error: 'invalid_request', error_description: 'No auth function available for given request' },
  })
  expect((await token({ ...refresh, client_secret: appSecret })).status).toBe(200)
  expect((await token({ ...refresh, client_secret: appSecret })).status).toBe(200)
})

test('an access token expires after four hours of the emulator’s clock', async () => {
  const { dropbox, emulator } = world()
  emulator.clock.advance(14_400_000 - 60_000)
  await dropbox.usersGetCurrentAccount()
  emulator.clock.advance(60_000)
  expect(await refusal(dropbox.usersGetCurrentAccount())).toEqual({
    status: 401,
    error: { '.tag': 'expired_access_token' },
  })
})

test('token/revoke kills the token, its refresh token and the other tokens of that', async () => {
  const { accessToken, dropbox, emulator, fetch, refreshToken, token } = world()
  const refresh = {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: appKey,
    client_secret: appSecret,
  }
  const sibling = String((await token(refresh)).body['access_token'])
  expect((await dropbox.authTokenRevoke()).result).toBeNull()
  for (const dead of [accessToken, sibling]) {
    const response = await fetch('https://api.dropboxapi.com/2/users/get_current_account', {
      method: 'POST',
      headers: { Authorization: `Bearer ${dead}` },
    })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Dropbox-API')
  }
  expect((await token(refresh)).body).toEqual({
    error: 'invalid_grant',
    error_description: 'refresh token is invalid or revoked',
  })
  expect((await token({ ...refresh, refresh_token: 'a b' })).body['error_description']).toBe(
    'refresh token is malformed',
  )
  expect(Object.keys(await emulator.accounts.get(sofie).files.tree())).toContain('/Apps/Demo CRM')
})

test('an owner who revokes the app ends its tokens; linking again finds the files', async () => {
  const { dropbox, emulator, owner, refreshToken, token } = world()
  await dropbox.filesUpload({ path: '/a.txt', contents: 'a' })
  expect(owner.connectedApps()).toMatchObject([{ key: appKey, name: 'Demo CRM', folderPath: '/Apps/Demo CRM' }])
  owner.revokeApp(appKey)
  expect(await refusal(dropbox.usersGetCurrentAccount())).toMatchObject({
    status: 401,
    error: { '.tag': 'invalid_access_token' },
  })
  const refresh = {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: appKey,
    client_secret: appSecret,
  }
  expect((await token(refresh)).body['error']).toBe('invalid_grant')
  emulator.tokenFor(sofie, appKey)
  expect(Object.keys(await owner.files.tree())).toEqual(['/Apps', '/Apps/Demo CRM', '/Apps/Demo CRM/a.txt'])
})

test('the SDK logs in with PKCE', async () => {
  const { emulator, fetch } = world()
  const auth = new DropboxAuth({ clientId: appKey, fetch })
  const url = await auth.getAuthenticationUrl('http://localhost:1/cb', 's', 'code', 'offline', undefined, 'none', true)
  const back = new URL(await emulator.authorize(url, { account: sofie, decision: 'allow' }))
  const { result } = await auth.getAccessTokenFromCode('http://localhost:1/cb', back.searchParams.get('code') ?? '')
  expect(result).toHaveProperty('refresh_token')
})

test('a missing scope is named', async () => {
  const { emulator, fetch } = world()
  const { accessToken } = emulator.tokenFor(sofie, appKey, ['account_info.read'])
  const response = await fetch('https://api.dropboxapi.com/2/files/list_folder', {
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' },
    body: '{"path":""}',
  })
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({
    error_summary: expect.stringMatching(/^missing_scope\/\.{0,3}$/),
    error: { '.tag': 'missing_scope', required_scope: 'files.metadata.read' },
  })
})

describe('a browser that Dropbox knows', () => {
  /** Allows once, and comes back with the cookie it was given. */
  async function returning(options: Parameters<typeof setup>[0] = {}) {
    const { emulator, owner } = setup(options)
    owner.revokeApp(appKey)
    const open = (params: Readonly<Record<string, string>>, init: RequestInit = {}) => {
      const query = new URLSearchParams({
        client_id: appKey,
        response_type: 'code',
        redirect_uri: redirectUri,
        ...params,
      })
      return emulator.handle(new Request(`https://www.dropbox.com/oauth2/authorize?${query}`, init))
    }
    const body = new URLSearchParams({ account: owner.email, decision: 'allow' })
    const allowed = await open({ scope: 'account_info.read' }, { method: 'POST', body })
    const cookie = /^[^;]+/.exec(allowed.headers.get('set-cookie') ?? '')?.[0] ?? ''
    return {
      emulator,
      owner,
      open: (params: Readonly<Record<string, string>>) => open(params, { headers: { cookie } }),
    }
  }
  const redirectUri = 'http://localhost:1/'

  test('is sent back without a page when its owner has allowed the same before', async () => {
    const { open } = await returning()
    const answer = await open({ scope: 'account_info.read', state: 'x' })
    expect([answer.status, answer.headers.get('location')]).toEqual([302, expect.stringMatching(/code=.+&state=x/)])
  })

  test('is asked when the app wants more, wants approval or a login, and after the app was disconnected', async () => {
    const { open, owner } = await returning()
    expect((await open({ scope: 'files.content.read' })).status).toBe(200)
    expect((await open({ scope: 'account_info.read', force_reapprove: 'true' })).status).toBe(200)
    expect((await open({ scope: 'account_info.read', force_reauthentication: 'true' })).status).toBe(200)
    owner.revokeApp(appKey)
    expect((await open({ scope: 'account_info.read' })).status).toBe(200)
  })

  test('is asked always where the switch says so', async () => {
    const { open } = await returning({ switches: { approvedBefore: 'ask' } })
    expect((await open({ scope: 'account_info.read' })).status).toBe(200)
  })

  test('finds its own account first', async () => {
    const { emulator, open } = await returning()
    const page = await (await open({ force_reapprove: 'true' })).text()
    expect(page.indexOf('sofie.peeters@')).toBeLessThan(page.indexOf('jonas@'))
    expect(page.indexOf('checked')).toBeLessThan(page.indexOf('jonas@'))
    expect(emulator.accounts.list()).toHaveLength(2)
  })

  test('what was granted before is included where the app asks for it', async () => {
    const { emulator, owner } = await returning()
    const query = `client_id=${appKey}&response_type=code&redirect_uri=${redirectUri}&scope=files.content.read&include_granted_scopes=user`
    const back = new URL(
      await emulator.authorize(`https://www.dropbox.com/oauth2/authorize?${query}`, { account: owner.email }),
    )
    const answer = await emulator.handle(
      new Request('https://api.dropbox.com/1/oauth2/token', {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: back.searchParams.get('code') ?? '',
          redirect_uri: redirectUri,
          client_id: appKey,
          client_secret: appSecret,
        }),
      }),
    )
    expect(await answer.json()).toMatchObject({ scope: 'account_info.read files.content.read' })
  })
})
