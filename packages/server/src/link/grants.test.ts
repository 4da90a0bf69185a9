import { Secret, isSyncError } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { keyRing } from '../crypto/key-ring.ts'
import { memoryLinkStore } from '../memory/memory-link-store.ts'
import type { LogEntry } from '../options.ts'
import { testServer } from '../testing/test-server.ts'
import { createVault } from '../vault/vault.ts'
import { createGrants, grantPlace } from './grants.ts'

const key = new Secret('a key for tests that has 32 bytes and more')
const otherKey = new Secret('another key that has 32 bytes and more')
const link = { id: 'link-1', user: { tenantId: 'tenant-1', userId: 'sofie' }, provider: 'dropbox' }
const grant = (token: string) => ({ refreshToken: new Secret(token), accountType: 'basic' })

function grantsOver(links = memoryLinkStore(), log: LogEntry[] = [], secret = key, previous: readonly Secret[] = []) {
  const { provider } = testServer()
  return createGrants({
    links,
    vault: createVault(keyRing({ current: secret, previous })),
    provider,
    log: (entry) => void log.push(entry),
  })
}

test('the same grant is the same remote; a new grant is another one, also when another process stored it', async () => {
  const links = memoryLinkStore()
  const [here, elsewhere] = [grantsOver(links), grantsOver(links)]
  await here.put(link, grant('first'))
  const remote = await here.connect(link)
  expect(await here.connect(link)).toBe(remote)
  await elsewhere.put(link, grant('second'))
  expect(await here.connect(link)).not.toBe(remote)
  expect((await here.get(link))?.refreshToken.reveal()).toBe('second')
})

test('[C84] without a grant the link is revoked', async () => {
  const grants = grantsOver()
  await grants.put(link, grant('first'))
  await grants.delete(link.id)
  expect(await grants.get(link)).toBeNull()
  const failure: unknown = await grants.connect(link).catch((error: unknown) => error)
  expect(isSyncError(failure, 'link_revoked')).toBe(true)
})

test('[X18] [X22] a grant that was copied to another link does not open, and the operator hears of it without a secret', async () => {
  const links = memoryLinkStore()
  const log: LogEntry[] = []
  await grantsOver(links).put(link, grant('canary'))
  expect(await links.getGrant(link.id)).not.toContain('canary')
  await links.putGrant('link-2', (await links.getGrant(link.id)) ?? '')
  const grants = grantsOver(links, log)
  expect(await grants.get({ ...link, id: 'link-2' })).toBeNull()
  expect(log.map(({ event }) => event)).toEqual(['grant.unreadable'])
  expect(JSON.stringify(log)).not.toContain('canary')
})

test('[X17] [X21] a grant of a key that the server was not given is no reason to ask the user for a consent', async () => {
  const links = memoryLinkStore()
  const log: LogEntry[] = []
  await grantsOver(links).put(link, grant('canary'))
  const grants = grantsOver(links, log, otherKey)
  expect(await grants.get(link)).toBeNull()
  const failure: unknown = await grants.connect(link).catch((error: unknown) => error)
  expect(isSyncError(failure, 'host_unavailable')).toBe(true)
  expect(log.map(({ event }) => event)).toEqual(['grant.key_unknown', 'grant.key_unknown'])
})

test('[X20] a grant that was wrapped by another key is the same grant, and its remote keeps its access token', async () => {
  const links = memoryLinkStore()
  const before = grantsOver(links, [], key, [otherKey])
  await before.put(link, grant('first'))
  const remote = await before.connect(link)
  const sealed = (await links.getGrant(link.id)) ?? ''
  const vault = createVault(keyRing({ current: otherKey, previous: [key] }))
  await links.putGrant(link.id, await vault.rewrap(sealed, grantPlace(link)))
  expect(await links.getGrant(link.id)).not.toBe(sealed)
  expect(await before.connect(link)).toBe(remote)
  expect((await grantsOver(links, [], otherKey).get(link))?.refreshToken.reveal()).toBe('first')
})
