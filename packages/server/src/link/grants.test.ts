import { Secret, isSyncError } from '@twinfolder/core'
import { expect, test } from 'vitest'

import { derivedKeys } from '../crypto/derived-keys.ts'
import { memoryLinkStore } from '../memory/memory-link-store.ts'
import type { LogEntry } from '../options.ts'
import { testServer } from '../testing/test-server.ts'
import { createVault } from '../vault/vault.ts'
import { createGrants } from './grants.ts'

const key = new Secret('a key for tests that has 32 bytes and more')
const link = { id: 'link-1', user: { tenantId: 'tenant-1', userId: 'sofie' }, provider: 'dropbox' }
const grant = (token: string) => ({ refreshToken: new Secret(token), accountType: 'basic' })

function grantsOver(links = memoryLinkStore(), log: LogEntry[] = [], secret = key) {
  const { provider } = testServer()
  return createGrants({
    links,
    vault: createVault(derivedKeys(secret)),
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

test('[X18] [X22] a grant of another key or link does not open, and the operator hears of it without a secret', async () => {
  const links = memoryLinkStore()
  const log: LogEntry[] = []
  await grantsOver(links).put(link, grant('canary'))
  expect(await links.getGrant(link.id)).not.toContain('canary')
  expect(await grantsOver(links, log, new Secret('another key that has 32 bytes and more')).get(link)).toBeNull()
  await links.putGrant('link-2', (await links.getGrant(link.id)) ?? '')
  expect(await grantsOver(links, log).get({ ...link, id: 'link-2' })).toBeNull()
  expect(log.map(({ event }) => event)).toEqual(['grant.unreadable', 'grant.unreadable'])
  expect(JSON.stringify(log)).not.toContain('canary')
})
