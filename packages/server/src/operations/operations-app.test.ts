import { Secret } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { createMetrics } from './metrics.ts'
import { type OperationsAppOptions, operationsApp } from './operations-app.ts'

const token = new Secret('a token for operators')
const local = { host: '127.0.0.1:4001' }
const fine = { name: 'database', check: async () => undefined }

function app(change: Partial<OperationsAppOptions> = {}) {
  const handle = operationsApp({
    metrics: createMetrics(),
    checks: [fine],
    isStopping: () => false,
    token: null,
    ...change,
  })
  return (path: string, headers: Record<string, string> = local, method = 'GET') =>
    handle(new Request(`http://127.0.0.1:4001${path}`, { headers, method }))
}

test('[X60] without a token only this computer is answered, and not a page that took its address', async () => {
  const ask = app()
  for (const host of ['127.0.0.1:4001', 'localhost', '[::1]:4001'])
    expect((await ask('/health', { host })).status).toBe(200)
  for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:4001', '10.0.0.1', ''])
    for (const path of ['/health', '/ready', '/metrics']) expect((await ask(path, { host })).status).toBe(403)
})

test('[X60] with a token nobody is answered without it', async () => {
  const ask = app({ token })
  const headers: Record<string, string>[] = [
    local,
    { ...local, authorization: 'Bearer wrong' },
    { ...local, authorization: 'Bearer ' },
    { ...local, authorization: token.reveal() },
    { ...local, authorization: `Basic ${token.reveal()}` },
  ]
  for (const one of headers)
    for (const path of ['/health', '/ready', '/metrics']) expect((await ask(path, one)).status).toBe(401)
  expect((await ask('/metrics', { host: 'pod:4001', authorization: `Bearer ${token.reveal()}` })).status).toBe(200)
})

test('is ready when everything is there, and not when something fails, is silent, or the process stops', async () => {
  const ready = async (change: Partial<OperationsAppOptions>) => {
    const answer = await app(change)('/ready')
    return [answer.status, await answer.json()]
  }
  expect(await ready({})).toEqual([200, { status: 'ready', checks: { database: 'ok' } }])
  const broken = { name: 'contents', check: () => Promise.reject(new Error('canary')) }
  const silent = { name: 'migrations', check: () => new Promise<void>(() => undefined) }
  expect(await ready({ checks: [fine, broken, silent] })).toEqual([
    503,
    { status: 'not ready', checks: { database: 'ok', contents: 'failed', migrations: 'silent' } },
  ])
  expect(await ready({ isStopping: () => true })).toEqual([503, { status: 'stopping', checks: { database: 'ok' } }])
  expect((await app({ checks: [broken], isStopping: () => true })('/health')).status).toBe(200)
})

test('changes nothing and knows nothing else', async () => {
  const ask = app()
  expect((await ask('/metrics', local, 'POST')).status).toBe(405)
  expect((await ask('/debug')).status).toBe(404)
})
