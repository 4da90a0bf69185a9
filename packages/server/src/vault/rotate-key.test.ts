import { type Link, Secret, instantOf } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { keyRing } from '../crypto/key-ring.ts'
import { createGrants } from '../link/grants.ts'
import {
  type TestServer,
  company,
  link as linkAccount,
  recordPath,
  sofie,
  testServer,
  whileWorking,
} from '../testing/test-server.ts'
import { ServerKeyError } from './check-server-key.ts'
import { createVault } from './vault.ts'

const oldKey = new Secret('the key of last year, of 32 bytes and more')
const newKey = new Secret('the key of this year, of 32 bytes and more')
const HOUR_MS = 3_600_000

/** Servers of one cluster that differ in their keys: the same rows, files and Dropbox. */
function cluster() {
  const first = testServer({ key: oldKey })
  const { provider, records, files, stores, clock } = first
  const rest = { remote: provider, records, files, stores, clock }
  return { first, serverWith: (key: Secret, ...previousKeys: Secret[]) => testServer({ ...rest, key, previousKeys }) }
}

/** Links with a grant each, sealed by the old key. */
async function manyLinks({ stores, provider }: TestServer, count: number): Promise<readonly Link[]> {
  const vault = createVault(keyRing({ current: oldKey }))
  const grants = createGrants({ links: stores.links, vault, provider, log: () => undefined })
  const links = Array.from({ length: count }, (_, at): Link => ({
    id: `link-${at}`,
    user: { tenantId: `tenant-${at % 7}`, userId: `user-${at}` },
    provider: provider.id,
    accountId: `dbid:${at}`,
    email: `user-${at}@example.com`,
    displayName: `User ${at}`,
    firstName: 'User',
    locale: 'en',
    status: 'active',
    cursor: null,
    listingCursor: null,
    mirrorGeneration: 0,
    feedPosition: null,
    blockedUntil: null,
    hold: null,
    lastOkAt: null,
    createdAt: instantOf(0),
  }))
  for (const link of links) {
    await grants.put(link, { refreshToken: new Secret(`token of ${link.id}`), accountType: 'basic' })
    await stores.sync.createLink(link)
  }
  return links
}

test('[X20] while every token is wrapped by a new key, no use of one fails; then the old key is not needed any more', async () => {
  const { first, serverWith } = cluster()
  const { stores, provider } = first
  const links = await manyLinks(first, 400)
  await first.server.start()
  // Processes are replaced one by one: one still writes with the old key, and has the new one already.
  const [older, newer] = [serverWith(oldKey, newKey), serverWith(newKey, oldKey)]
  await older.server.start()
  await newer.server.start()

  const rotated = new AbortController()
  let [uses, failed] = [0, 0]
  const load = [keyRing({ current: oldKey, previous: [newKey] }), keyRing({ current: newKey, previous: [oldKey] })].map(
    async (keys, process) => {
      const log = (): void => void (failed += 1)
      for (let at = process * 50; !rotated.signal.aborted; at += 1) {
        // A cache of its own each time, as a process that has just been started has.
        const grants = createGrants({ links: stores.links, vault: createVault(keys), provider, log })
        const link = links[at % links.length]
        if (link && (await grants.get(link))?.refreshToken.reveal() !== `token of ${link.id}`) failed += 1
        uses += 1
      }
    },
  )
  const rotation = await newer.server.rotateKey()
  rotated.abort()
  await Promise.all(load)
  expect(rotation).toEqual({
    keyId: (await keyRing({ current: newKey }).current()).id,
    rewrapped: 400,
    current: 0,
    unreadable: [],
  })
  expect([failed, uses > 100]).toEqual([0, true])
  expect(await newer.server.rotateKey()).toMatchObject({ rewrapped: 0, current: 400, unreadable: [] })

  const last = createGrants({
    links: stores.links,
    vault: createVault(keyRing({ current: newKey })),
    provider,
    log: () => undefined,
  })
  for (const link of links) expect((await last.get(link))?.refreshToken.reveal()).toBe(`token of ${link.id}`)
  await serverWith(newKey).server.start()
  await expect(serverWith(oldKey).server.start()).rejects.toThrow(ServerKeyError)
})

test('[X20] syncs go on while the key is rotated', async () => {
  const { first, serverWith } = cluster()
  await first.files.put(company('1'), 'a.pdf', new Uint8Array(10))
  await linkAccount(first, sofie, first.remotes.sofie)
  const next = serverWith(newKey, oldKey)
  await whileWorking(next, async () => {
    for (let round = 0; round < 5; round += 1) {
      await first.files.put(company('1'), `${round}.pdf`, new Uint8Array(10 + round))
      await next.post(sofie, `${recordPath('1')}/sync`)
      await next.server.rotateKey()
    }
    await next.until(async () => {
      const answer = await next.get(sofie, recordPath('1'))
      return ((await answer.json()) as { sync: { phase: string } }).sync.phase === 'settled'
    })
  })
  expect(await (await next.get(sofie, '/connection')).json()).toMatchObject({ state: 'linked' })
  expect(next.log.filter(({ level }) => level !== 'info')).toEqual([])
  expect(next.log.filter(({ event }) => event === 'key.rotated')[0]).toMatchObject({ rewrapped: 1 })
})

test('[X20] a token that no key opens is told, and its key is not forgotten', async () => {
  const { first, serverWith } = cluster()
  await manyLinks(first, 3)
  await first.server.start()
  const next = serverWith(newKey, oldKey)
  await first.stores.links.putGrant('link-1', 'v1.damaged')
  expect(await next.server.rotateKey()).toMatchObject({ rewrapped: 2, unreadable: ['link-1'] })
  await expect(serverWith(newKey).server.start()).rejects.toThrow(ServerKeyError)
})

test('[X20] [X47] a content address that the key of before signed is good for its five minutes, and not longer', async () => {
  const { first, serverWith } = cluster()
  await first.files.put(company('1'), 'a.pdf', new TextEncoder().encode('contents'))
  const [file] = first.files.allFiles(company('1'))
  const answer = await first.get(sofie, `${recordPath('1')}/files/${file?.id}/content-url`)
  const { url } = (await answer.json()) as { url: string }
  const next = serverWith(newKey, oldKey)
  expect(await (await next.browse(null, url)).text()).toBe('contents')
  first.clock.advance(HOUR_MS)
  expect((await next.browse(null, url)).status).toBe(403)
})

test('[X21] a server with a wrong key says so at its start, answers nobody, works on nothing and loses no link', async () => {
  const { first, serverWith } = cluster()
  await linkAccount(first, sofie, first.remotes.sofie)
  const wrong = serverWith(newKey)
  await expect(wrong.server.start()).rejects.toThrow(/does not have.*Give it that key/)
  await expect(wrong.server.work({ signal: AbortSignal.timeout(1000) })).rejects.toThrow(ServerKeyError)
  const answer = await wrong.get(sofie, '/connection')
  expect([answer.status, await answer.text()]).toEqual([503, expect.not.stringContaining(newKey.reveal())])
  expect(JSON.stringify(wrong.log)).not.toContain(newKey.reveal())
  expect(await (await first.get(sofie, '/connection')).json()).toMatchObject({ state: 'linked' })
})
