import type { RemoteGrant } from '@twinfolder/core'
import { expect, test } from 'vitest'

import {
  CALLBACK_URL,
  ORIGIN,
  type TestServer,
  type Who,
  company,
  jonas,
  link,
  problemOf,
  sofie,
  stranger,
  testServer,
} from '../testing/test-server.ts'

async function begin(
  server: TestServer,
  who: Who,
  request: { mode?: 'popup' | 'redirect'; returnTo?: string; useAnotherAccount?: boolean } = {},
): Promise<string> {
  const response = await server.post(who, '/connection/link', { mode: 'popup', ...request })
  expect(response.status).toBe(200)
  return ((await response.json()) as { authorizeUrl: string }).authorizeUrl
}

const complete = (server: TestServer, who: Who, callbackUrl: string): Promise<Response> =>
  server.post(who, '/connection/complete', { callbackUrl })
const connection = async (server: TestServer, who: Who): Promise<unknown> =>
  (await server.get(who, '/connection')).json()
const exchanges = (server: TestServer): number =>
  server.remotes.sofie.calls.length + server.remotes.jonas.calls.length + server.remotes.professional.calls.length

test('[P8] [P10] [P11] a user links their own account, and nobody else is linked by it', async () => {
  const server = testServer()
  expect(await connection(server, sofie)).toEqual({
    state: 'none',
    appFolder: 'Apps/Demo CRM',
    accountPolicy: 'refuseProfessional',
  })
  const linked = await link(server, sofie, server.remotes.sofie)
  expect(linked.status).toBe(200)
  expect(await linked.json()).toMatchObject({
    state: 'linked',
    account: { email: 'sofie@dropbox.example', type: 'basic' },
    health: 'ok',
    records: 0,
  })
  expect(await connection(server, sofie)).toMatchObject({ state: 'linked' })
  expect(await connection(server, jonas)).toMatchObject({ state: 'none' })
  expect(await connection(server, stranger)).toMatchObject({ state: 'none' })
})

test('[X5] [X6] the consent address has S256, 32 random bytes of state and our fixed callback', async () => {
  const server = testServer()
  const first = new URL(await begin(server, sofie))
  const second = new URL(await begin(server, sofie))
  const field = (url: URL, name: string): string => url.searchParams.get(name) ?? ''
  expect(field(first, 'redirectUri')).toBe(CALLBACK_URL)
  expect(field(first, 'state')).toMatch(/^[\w-]{43}$/)
  expect(field(first, 'codeChallenge')).toMatch(/^[\w-]{43}$/)
  expect(field(first, 'state')).not.toBe(field(second, 'state'))
  expect(field(first, 'codeChallenge')).not.toBe(field(second, 'codeChallenge'))
})

test('[X1] a missing, altered or foreign state is refused without a call to the remote', async () => {
  const server = testServer()
  const good = await server.provider.consent(await begin(server, sofie), server.remotes.sofie)
  const altered = new URL(good)
  altered.searchParams.set('state', `${altered.searchParams.get('state')}x`)
  const missing = new URL(good)
  missing.searchParams.delete('state')
  const twice = new URL(good)
  twice.searchParams.append('state', 'another')
  const elsewhere = good.replace(ORIGIN, 'https://evil.example')
  const below = good.replace('/oauth/callback', '/oauth/callback/deeper')
  for (const url of [altered.href, missing.href, twice.href, elsewhere, below, 'no address at all']) {
    expect(await problemOf(await complete(server, sofie, url))).toBe('400 state_invalid')
  }
  expect(exchanges(server)).toBe(0)
  expect((await complete(server, sofie, good)).status).toBe(200)
})

test('[X2] the same callback a second time is refused', async () => {
  const server = testServer()
  const url = await server.provider.consent(await begin(server, sofie), server.remotes.sofie)
  const answers = await Promise.all([complete(server, sofie, url), complete(server, sofie, url)])
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400])
  expect(await problemOf(await complete(server, sofie, url))).toBe('400 state_invalid')
})

test('[X3] a callback in another session is refused and spoils nothing', async () => {
  const server = testServer()
  const url = await server.provider.consent(await begin(server, sofie), server.remotes.sofie)
  for (const other of [jonas, stranger, 'tenant-1/sofie/phone'] as const) {
    expect(await problemOf(await complete(server, other, url))).toBe('403 forbidden')
    expect((await server.browse(other, `${url}&complete=1`)).status).toBe(403)
  }
  expect(exchanges(server)).toBe(0)
  expect((await complete(server, sofie, url)).status).toBe(200)
})

test('[X4] a linking ends after ten minutes', async () => {
  const server = testServer()
  const late = await server.provider.consent(await begin(server, sofie), server.remotes.sofie)
  server.clock.advance(10 * 60_000)
  expect(await problemOf(await complete(server, sofie, late))).toBe('400 state_invalid')
  expect(exchanges(server)).toBe(0)
})

test('[X8] denied consent changes nothing and says so', async () => {
  const server = testServer()
  const state = new URL(await begin(server, sofie)).searchParams.get('state')
  const denied = `${CALLBACK_URL}?error=access_denied&state=${state}`
  expect(await problemOf(await complete(server, sofie, denied))).toBe('409 consent_denied')
  expect(await connection(server, sofie)).toMatchObject({ state: 'none' })
})

test('[P4] [X10] an account that the policy refuses leaves only the reason behind', async () => {
  const server = testServer()
  const revoked: string[] = []
  const provider = { ...server.provider }
  Object.assign(server.provider, {
    revoke: (grant: RemoteGrant) => {
      revoked.push(grant.refreshToken.reveal())
      return provider.revoke(grant)
    },
  })
  const refused = await link(server, sofie, server.remotes.professional)
  expect(revoked).toHaveLength(1)
  expect(await problemOf(refused)).toBe('409 account_unsupported')
  expect(await connection(server, sofie)).toMatchObject({
    state: 'refused',
    code: 'account_unsupported',
    reported: 'pro, 3 TB',
  })
  expect(await server.stores.sync.links('active')).toEqual([])
  await begin(server, sofie)
  expect(await connection(server, sofie)).toMatchObject({ state: 'none' })
})

test('[C122] [X9] an account that another user has linked is refused, and nothing of theirs changes', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  const before = await connection(server, sofie)
  for (const other of [jonas, stranger]) {
    expect(await problemOf(await link(server, other, server.remotes.sofie))).toBe('409 account_already_linked')
    expect(await connection(server, other)).toMatchObject({ state: 'refused', code: 'account_already_linked' })
  }
  expect(await connection(server, sofie)).toEqual(before)
})

test('[P52] [P53] [X16] unlinking gives the token back, destroys it and keeps the files', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  const [stored] = await server.stores.sync.links('active')
  await server.files.put(company('1'), 'quote.pdf', new Uint8Array([1, 2, 3]))
  const response = await server.send(sofie, 'DELETE', '/connection')
  expect(await response.json()).toMatchObject({ state: 'none' })
  expect(await server.stores.links.getGrant(stored?.id ?? '')).toBeNull()
  expect(server.files.allFiles(company('1'))).toHaveLength(1)
  expect((await server.send(sofie, 'DELETE', '/connection')).status).toBe(200)
})

test('[S18] the same account takes its old link up again; another account makes a new one', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  const [first] = await server.stores.sync.links('active')
  await server.send(sofie, 'DELETE', '/connection')
  await link(server, sofie, server.remotes.sofie)
  const [again] = await server.stores.sync.links('active')
  expect(again?.id).toBe(first?.id)
  await link(server, sofie, server.remotes.jonas)
  const active = await server.stores.sync.links('active')
  expect(active.map(({ accountId }) => accountId)).toEqual(['dbid:jonas'])
  expect(active[0]?.id).not.toBe(first?.id)
})

test('[P14] linking the same account again while it is linked renews the grant', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  const [first] = await server.stores.sync.links('active')
  const grant = await server.stores.links.getGrant(first?.id ?? '')
  await link(server, sofie, server.remotes.sofie)
  expect(await server.stores.sync.links('active')).toHaveLength(1)
  expect(await server.stores.links.getGrant(first?.id ?? '')).not.toBe(grant)
})

test('the redirect completes on the server and goes back to where the user was', async () => {
  const server = testServer()
  const authorizeUrl = await begin(server, sofie, { mode: 'redirect', returnTo: '/companies/42?tab=files#list' })
  const back = await server.browse(sofie, await server.provider.consent(authorizeUrl, server.remotes.sofie), {
    'sec-fetch-site': 'cross-site',
  })
  expect(back.status).toBe(303)
  expect(back.headers.get('location')).toBe('/companies/42?tab=files&twinfolder=linked#list')
  expect(await connection(server, sofie)).toMatchObject({ state: 'linked' })
})

test('the redirect tells a refusal to the host app', async () => {
  const server = testServer()
  const denied = new URL(await begin(server, sofie, { mode: 'redirect', returnTo: '/' })).searchParams.get('state')
  const back = await server.browse(sofie, `${CALLBACK_URL}?error=access_denied&state=${denied}`)
  expect(back.headers.get('location')).toBe('/?twinfolder=denied')
  const refused = await begin(server, sofie, { mode: 'redirect', returnTo: '/' })
  const professional = await server.provider.consent(refused, server.remotes.professional)
  expect((await server.browse(sofie, professional)).headers.get('location')).toBe('/?twinfolder=account_unsupported')
})

test('[X1] [X2] a callback page with a bad state is an error page', async () => {
  const server = testServer()
  const unknown = await server.browse(sofie, `${CALLBACK_URL}?code=x&state=<script>alert(1)</script>`)
  expect(unknown.status).toBe(400)
  expect(unknown.headers.get('content-type')).toMatch(/^text\/html/)
  expect(await unknown.text()).not.toContain('alert(1)')
  const nobody = await server.browse(null, `${CALLBACK_URL}?code=x&state=y`)
  expect(nobody.status).toBe(401)
})

test('[X7] a returnTo that leads elsewhere falls back to the root', async () => {
  const server = testServer()
  const elsewhere = [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\evil.example',
    '/\t/evil.example',
    '/%09/../\n/evil.example',
    'javascript:alert(1)',
    '/.//evil.example',
    '',
  ]
  for (const returnTo of elsewhere) {
    const authorizeUrl = await begin(server, sofie, { mode: 'redirect', returnTo })
    const back = await server.browse(sofie, await server.provider.consent(authorizeUrl, server.remotes.sofie))
    expect([returnTo, back.headers.get('location')]).toEqual([returnTo, '/?twinfolder=linked'])
  }
})

test('[X13] [X51] the popup page hands its address over with a script of its own and no inline one', async () => {
  const server = testServer()
  const url = await server.provider.consent(await begin(server, sofie), server.remotes.sofie)
  const page = await server.browse(sofie, url)
  expect(page.status).toBe(200)
  const policy = page.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  const html = await page.text()
  expect(html).toContain('<script src="/twinfolder/oauth/callback.js" defer></script>')
  const fallback = /<a href="([^"]+)">/.exec(html)?.[1]?.replaceAll('&amp;', '&')
  const script = await server.browse(null, `${CALLBACK_URL}.js`)
  expect(script.headers.get('content-type')).toMatch(/^text\/javascript/)
  const source = await script.text()
  expect(source).toContain("'twinfolder:callback'")
  expect(source).toContain('location.origin')
  expect(source).not.toContain("'*'")

  const back = await server.browse(sofie, ORIGIN + (fallback ?? ''))
  expect([back.status, back.headers.get('location')]).toEqual([303, '/?twinfolder=linked'])
})

test('[X22] no token, code, state or verifier is in an answer, in the log or readable in a store', async () => {
  const server = testServer()
  const authorizeUrl = await begin(server, sofie)
  const state = new URL(authorizeUrl).searchParams.get('state') ?? ''
  const callbackUrl = await server.provider.consent(authorizeUrl, server.remotes.sofie)
  const code = new URL(callbackUrl).searchParams.get('code') ?? ''
  let refreshToken = ''
  const provider = { ...server.provider }
  Object.assign(server.provider, {
    connect: (grant: RemoteGrant) => {
      refreshToken = grant.refreshToken.reveal()
      return provider.connect(grant)
    },
  })
  const answers = [
    await (await complete(server, sofie, callbackUrl)).text(),
    await (await server.get(sofie, '/connection')).text(),
    await (await server.get(sofie, '/connection/activity')).text(),
  ]
  const [stored] = await server.stores.sync.links('active')
  const kept = [await server.stores.links.getGrant(stored?.id ?? ''), JSON.stringify(stored)]
  expect(refreshToken).not.toBe('')
  for (const text of [...answers, ...kept, JSON.stringify(server.log)]) {
    for (const canary of [refreshToken, code, state]) expect(text).not.toContain(canary)
  }
})

test('[P61] linking and unlinking are activity of the link', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  const { rows } = (await (await server.get(sofie, '/connection/activity')).json()) as { rows: { code: string }[] }
  expect(rows.map(({ code }) => code)).toEqual(['linked'])
})
