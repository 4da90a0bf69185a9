import { expect, test } from 'vitest'

import { jonas, link, problemOf, recordPath, sofie, stranger, testServer } from '../testing/test-server.ts'

const administrator = 'tenant-1/lukas/admin'

test('[X61] an administrator sees how each link of the tenant is, and neither accounts nor other tenants', async () => {
  const server = testServer()
  await link(server, sofie, server.remotes.sofie)
  await link(server, jonas, server.remotes.jonas)
  await link(server, stranger, server.remotes.stranger)
  await server.post(jonas, '/connection/pause')
  const [first] = await server.stores.sync.links('active')
  await server.stores.sync.commitUserRequest(first?.id ?? '', [{ type: 'updateLink', set: { status: 'reconnect' } }])
  const answer = await server.get(administrator, '/tenant/health')
  const text = await answer.text()
  expect(JSON.parse(text)).toMatchObject({
    rows: [
      { userId: 'jonas', firstName: 'Jonas', health: 'paused', trouble: null },
      { userId: 'sofie', firstName: 'Sofie', health: 'reconnect', trouble: null },
    ],
    next: null,
  })
  expect(text).not.toMatch(/dropbox\.example|dbid:/)
  const page = (await (await server.get(administrator, '/tenant/health?limit=1')).json()) as { next: string }
  const rest = await server.get(administrator, `/tenant/health?after=${page.next}`)
  expect(await rest.json()).toMatchObject({ rows: [{ userId: 'sofie' }], next: null })
})

test('an administrator sees what everybody of the tenant did, page by page', async () => {
  const server = testServer()
  for (const [who, remote] of [
    [sofie, server.remotes.sofie],
    [jonas, server.remotes.jonas],
    [stranger, server.remotes.stranger],
  ] as const) {
    await link(server, who, remote)
  }
  interface Page {
    readonly rows: readonly { readonly actor: string; readonly code: string }[]
    readonly next: string | null
  }
  const page = async (query: string): Promise<Page> =>
    (await (await server.get(administrator, `/tenant/activity${query}`)).json()) as Page
  const { rows, next } = await page('?limit=1')
  expect(rows).toMatchObject([{ actor: 'Jonas', code: 'linked' }])
  expect((await page(`?before=${next}`)).rows).toMatchObject([{ actor: 'Sofie', code: 'linked' }])
  for (const path of ['/tenant/activity', '/connection/activity', `${recordPath('1')}/activity`]) {
    const who = path.startsWith('/tenant') ? administrator : sofie
    expect(await problemOf(await server.get(who, `${path}?before=x`))).toBe('400 bad_request')
  }
})
