import { expect, test } from 'vitest'

import { ORIGIN, PUBLIC_URL, problemOf, recordPath, sofie, testServer } from '../testing/test-server.ts'

const app = 'https://app.example'
const strangers = [
  'null',
  'https://evil.example',
  'https://evil.app.example',
  'https://app.example.evil.example',
  'https://app.examplex',
  'http://app.example',
  'https://app.example:8443',
  'https://APP.example',
  '*',
]

test.each(strangers)('[X50] a page of %s can neither read an answer nor change anything', async (origin) => {
  for (const server of [testServer(), testServer({ allowedOrigins: [app] })]) {
    const get = await server.send(sofie, 'GET', '/connection', { headers: { origin } })
    expect(get.headers.get('access-control-allow-origin')).toBeNull()
    expect(get.headers.get('access-control-allow-credentials')).toBeNull()
    const post = await server.send(sofie, 'POST', `${recordPath('1')}/sync`, { headers: { origin } })
    expect(await problemOf(post)).toBe('403 csrf_refused')
    const headers = { origin, 'access-control-request-method': 'POST' }
    const preflight = await server.server.handle(
      new Request(`${PUBLIC_URL}/connection`, { method: 'OPTIONS', headers }),
    )
    expect([preflight.ok, preflight.headers.get('access-control-allow-origin')]).toEqual([false, null])
  }
})

test('[X50] an origin that is named may ask and read, also errors, with the user’s cookies', async () => {
  const server = testServer({ allowedOrigins: [app] })
  const headers = { origin: app, 'sec-fetch-site': 'cross-site' }
  const answers = [
    await server.send(sofie, 'GET', '/connection', { headers }),
    await server.send(sofie, 'POST', '/connection/link', {
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"mode":"popup"}',
    }),
    await server.send(null, 'GET', '/connection', { headers }),
    await server.send(sofie, 'GET', '/nothing', { headers }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 401, 404])
  for (const answer of answers) {
    expect(answer.headers.get('access-control-allow-origin')).toBe(app)
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
    expect(answer.headers.get('vary')).toBe('Origin')
    expect(answer.headers.get('access-control-expose-headers')).toContain('twinfolder-protocol')
  }
  const preflight = await server.server.handle(
    new Request(`${PUBLIC_URL}/connection/link`, {
      method: 'OPTIONS',
      headers: { origin: app, 'access-control-request-method': 'POST' },
    }),
  )
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-headers')).toContain('twinfolder-protocol')
  expect(preflight.headers.get('access-control-allow-origin')).toBe(app)
  // Its own pages are answered as ever, and caches keep the two apart.
  const own = await server.send(sofie, 'GET', '/connection', { headers: { origin: ORIGIN } })
  expect([own.headers.get('access-control-allow-origin'), own.headers.get('vary')]).toEqual([null, 'Origin'])
})

test('[X50] neither the callback nor webhooks are for pages of other origins', async () => {
  const server = testServer({ allowedOrigins: [app] })
  for (const path of ['/oauth/callback?code=x&state=y', '/webhooks/dropbox?challenge=x']) {
    const answer = await server.send(sofie, 'GET', path, { headers: { origin: app } })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  }
})

test.each(['*', 'null', 'https://*.example', 'https://app.example/', 'https://app.example/path', 'app.example', ''])(
  '[X50] %j is no origin to allow',
  (origin) => {
    expect(() => testServer({ allowedOrigins: [origin] })).toThrow(TypeError)
  },
)
