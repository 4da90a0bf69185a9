import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { Secret } from '@twinfolder/core'
import { afterEach, expect, test, vi } from 'vitest'

import { createServer } from './create-server.ts'
import { PUBLIC_URL, link, problemOf, recordPath, sofie, testServer } from './testing/test-server.ts'

afterEach(() => vi.unstubAllEnvs())

test.each([undefined, '', 'development', 'test', 'production'])(
  '[X59] every guard holds with NODE_ENV %s',
  async (env) => {
    vi.stubEnv('NODE_ENV', env)
    const server = testServer()
    expect(await problemOf(await server.get(null, '/connection'))).toBe('401 unauthenticated')
    const foreign = { headers: { origin: 'https://evil.example' } }
    expect(await problemOf(await server.send(sofie, 'POST', `${recordPath('1')}/sync`, foreign))).toBe(
      '403 csrf_refused',
    )
    const callback = await server.browse(sofie, `${PUBLIC_URL}/oauth/callback?code=x&state=y`)
    expect(callback.status).toBe(400)
    expect(callback.headers.get('content-security-policy')).toContain("default-src 'none'")
    Object.assign(server.records, { describe: () => Promise.reject(new Error('SELECT 1 at /srv/app.ts')) })
    expect(await (await server.get(sofie, recordPath('1'))).text()).not.toContain('SELECT')
  },
)

test('[X59] nothing of the server asks which environment it is in', () => {
  for (const name of ['core', 'protocol', 'server', 'dropbox']) {
    const folder = join(import.meta.dirname, '../../..', 'packages', name, 'src')
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('.ts') || path.endsWith('.test.ts')) continue
      expect(readFileSync(join(folder, path), 'utf8'), path).not.toMatch(/NODE_ENV|import\.meta\.env|__DEV__/)
    }
  }
})

test('[X34] the ids that a server gives are random: a guess finds nothing', async () => {
  const server = testServer({ random: undefined, clock: { now: () => Date.now() } })
  await link(server, sofie, server.remotes.sofie)
  const ids = new Set<string>()
  for (let run = 0; run < 20; run += 1) {
    const segment = { records: [{ module: 'companies', id: '1' }] }
    const { id } = (await (await server.post(sofie, '/bulk', { segment })).json()) as { id: string }
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    ids.add(id)
  }
  expect(ids.size).toBe(20)
  for (const guess of [crypto.randomUUID(), '1', '..', '%00']) {
    expect((await server.get(sofie, `/bulk/${encodeURIComponent(guess)}`)).status).toBe(404)
  }
})

test.each(['', 'short', '0'.repeat(31)])('[X21] [X59] there is no server without a proper key: %j', (key) => {
  expect(() => createServer({ ...testServer().options, key: new Secret(key) })).toThrow(/32 bytes/)
})
