import { expect, test } from 'vitest'

import { PUBLIC_URL, type TestServer, link, problemOf, sofie, testServer } from '../testing/test-server.ts'

const WEBHOOK_URL = `${PUBLIC_URL}/webhooks/dropbox`

async function call(server: TestServer, accounts: readonly string[], headers: Record<string, string> = {}) {
  const { body, signature } = await server.provider.webhook(accounts)
  return server.server.handle(
    new Request(WEBHOOK_URL, { method: 'POST', body, headers: { 'x-dropbox-signature': signature, ...headers } }),
  )
}

async function linkedServer(): Promise<TestServer> {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  const [stored] = await server.stores.sync.links('active')
  await server.stores.work.cancel({ linkId: stored?.id ?? '' })
  return server
}

test('a call about a linked account is work for its link', async () => {
  const server = await linkedServer()
  const answer = await call(server, ['dbid:sofie'])
  expect(answer.status).toBe(200)
  expect(await server.stores.work.stats()).toEqual({ waiting: 1, claimed: 0 })
})

test('[C87] [X25] the same call a thousand times is one piece of work', async () => {
  const server = await linkedServer()
  const answers = await Promise.all(Array.from({ length: 1000 }, () => call(server, ['dbid:sofie', 'dbid:sofie'])))
  expect(answers.every(({ status }) => status === 200)).toBe(true)
  expect(await server.stores.work.stats()).toEqual({ waiting: 1, claimed: 0 })
})

test('[C87] [X25] what is told while one call is written is written together, and answered after that', async () => {
  const server = await linkedServer()
  const { work } = server.stores
  const request = work.request.bind(work)
  let writes = 0
  let written = 0
  Object.assign(work, {
    request: async (...args: Parameters<typeof request>) => {
      writes += 1
      await new Promise((resolve) => setTimeout(resolve, 200))
      await request(...args)
      written += 1
    },
  })
  const answers = Array.from({ length: 200 }, async () => {
    const before = written
    const { status } = await call(server, ['dbid:sofie'])
    return { status, isWritten: written > before }
  })
  for (const answer of await Promise.all(answers)) expect(answer).toEqual({ status: 200, isWritten: true })
  expect(writes).toBeLessThan(20)
  expect(await work.stats()).toEqual({ waiting: 1, claimed: 0 })
})

test('[C87] [X27] unknown accounts are ignored', async () => {
  const server = await linkedServer()
  const answer = await call(server, [
    'dbid:nobody',
    '__proto__',
    'constructor',
    '',
    ...Array.from({ length: 10_000 }, String),
  ])
  expect(answer.status).toBe(200)
  expect(await server.stores.work.stats()).toEqual({ waiting: 0, claimed: 0 })
})

test('[X23] a missing or wrong signature, or another body, is refused', async () => {
  const server = await linkedServer()
  const { body, signature } = await server.provider.webhook(['dbid:sofie'])
  const attempts: readonly (readonly [BodyInit, Record<string, string>])[] = [
    [body, {}],
    [body, { 'x-dropbox-signature': '' }],
    [body, { 'x-dropbox-signature': signature.slice(1) }],
    [body, { 'x-dropbox-signature': 'not hex at all' }],
    [`${new TextDecoder().decode(body)} `, { 'x-dropbox-signature': signature }],
  ]
  for (const [sent, headers] of attempts) {
    const answer = await server.server.handle(new Request(WEBHOOK_URL, { method: 'POST', body: sent, headers }))
    expect(await problemOf(answer)).toBe('403 forbidden')
  }
  expect(await server.stores.work.stats()).toEqual({ waiting: 0, claimed: 0 })
})

test('[X24] a body that is too large or compressed is not read', async () => {
  const server = await linkedServer()
  const large = new Uint8Array(1024 * 1024 + 1)
  const post = (headers: Record<string, string>): Promise<Response> =>
    server.server.handle(new Request(WEBHOOK_URL, { method: 'POST', body: large, headers }))
  expect(await problemOf(await post({}))).toBe('413 file_too_large')
  expect(await problemOf(await post({ 'content-length': String(large.byteLength) }))).toBe('413 file_too_large')
  expect(await problemOf(await post({ 'content-encoding': 'gzip' }))).toBe('415 unsupported_media_type')
})

test('[X26] the challenge is echoed as text that no browser runs', async () => {
  const server = testServer()
  const ask = (challenge: string): Promise<Response> =>
    server.server.handle(new Request(`${WEBHOOK_URL}?challenge=${encodeURIComponent(challenge)}`))
  const answer = await ask('<script>alert(1)</script>')
  expect(await answer.text()).toBe('<script>alert(1)</script>')
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect((await ask('x'.repeat(1024))).status).toBe(200)
  expect((await ask('x'.repeat(1025))).status).toBe(400)
  expect((await ask('')).status).toBe(400)
})

test('[X28] when the stores are away the remote is told to call again', async () => {
  const server = await linkedServer()
  Object.assign(server.stores.work, { request: () => Promise.reject(new Error('the database is down')) })
  const answer = await call(server, ['dbid:sofie'])
  expect(answer.headers.get('retry-after')).toBe('10')
  expect(await problemOf(answer)).toBe('503 unavailable')
  // Also when it cannot be found out whose account it is.
  Object.assign(server.stores.sync, { linkOfAccount: () => Promise.reject(new Error('the database is down')) })
  expect(await problemOf(await call(server, ['dbid:sofie']))).toBe('503 unavailable')
})
