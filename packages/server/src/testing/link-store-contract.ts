import { type Instant, instant } from '@twinfolder/core'
import { describe, expect, test } from 'vitest'

import type { LinkAttempt, LinkStore } from '../ports/link-store.ts'

const sofie = { tenantId: 'tenant-1', userId: 'sofie' }
const at = (seconds: number): Instant => instant(new Date(1_767_225_600_000 + seconds * 1000).toISOString())
const attempt = (stateHash: string): LinkAttempt => ({
  stateHash,
  user: sofie,
  sessionHash: 'session-hash',
  codeVerifier: 'v1.sealed',
  mode: 'popup',
  returnTo: '/companies/42?tab=files',
  expiresAt: at(600),
})

const made = (name: string) => ({ fileId: `file-${name}`, fingerprint: name === '1' ? null : `print-${name}` })

/** What every {@link LinkStore} does. `open` gives an empty store; it is called for each test. */
export function linkStoreContract(name: string, open: () => LinkStore | Promise<LinkStore>): void {
  describe(`LinkStore: ${name}`, () => {
    test('[X2] an attempt is taken once', async () => {
      const store = await open()
      await store.putAttempt(attempt('a'))
      await store.putAttempt(attempt('b'))
      expect(await store.peekAttempt('a')).toEqual(attempt('a'))
      expect(await store.takeAttempt('a')).toEqual(attempt('a'))
      expect(await store.takeAttempt('a')).toBeNull()
      expect(await store.peekAttempt('a')).toBeNull()
      expect(await store.takeAttempt('b')).toEqual(attempt('b'))
    })

    test('[X2] of many takers at once one gets the attempt', async () => {
      const store = await open()
      await store.putAttempt(attempt('a'))
      const taken = await Promise.all(Array.from({ length: 10 }, () => store.takeAttempt('a')))
      expect(taken.filter((one) => one !== null)).toHaveLength(1)
    })

    test('an unknown state gives nothing', async () => {
      const store = await open()
      expect(await store.takeAttempt('unknown')).toBeNull()
      expect(await store.peekAttempt('unknown')).toBeNull()
    })

    test('keeps one grant for each link until it is deleted', async () => {
      const store = await open()
      expect(await store.getGrant('link-1')).toBeNull()
      await store.putGrant('link-1', 'v1.first')
      await store.putGrant('link-2', 'v1.other')
      await store.putGrant('link-1', 'v1.second')
      expect(await store.getGrant('link-1')).toBe('v1.second')
      await store.deleteGrant('link-1')
      await store.deleteGrant('link-1')
      expect(await store.getGrant('link-1')).toBeNull()
      expect(await store.getGrant('link-2')).toBe('v1.other')
    })

    test('[X35] remembers a refusal for each user of each tenant', async () => {
      const store = await open()
      const refusal = { code: 'account_unsupported', reported: 'pro, 3 TB' } as const
      await store.setRefusal(sofie, { ...refusal, reported: 'pro, 2.5 TB' })
      await store.setRefusal(sofie, refusal)
      expect(await store.getRefusal(sofie)).toEqual(refusal)
      expect(await store.getRefusal({ ...sofie, userId: 'jonas' })).toBeNull()
      expect(await store.getRefusal({ ...sofie, tenantId: 'tenant-2' })).toBeNull()
      await store.setRefusal(sofie, null)
      await store.setRefusal(sofie, null)
      expect(await store.getRefusal(sofie)).toBeNull()
    })

    test('remembers when a link was last checked; an earlier time changes nothing', async () => {
      const store = await open()
      expect(await store.checkedAt('link-1')).toBeNull()
      await store.noteChecked('link-1', at(100))
      await store.noteChecked('link-2', at(5))
      await store.noteChecked('link-1', at(50))
      expect(await store.checkedAt('link-1')).toBe(at(100))
      await store.noteChecked('link-1', at(200))
      expect(await store.checkedAt('link-1')).toBe(at(200))
      expect(await store.checkedAt('link-2')).toBe(at(5))
    })

    test('remembers which file an upload made, for its scope and for a while', async () => {
      const store = await open()
      await store.rememberUpload('scope-1', 'key-1', made('1'), at(100))
      expect(await store.rememberedUpload('scope-1', 'key-1', at(99))).toEqual(made('1'))
      expect(await store.rememberedUpload('scope-1', 'key-1', at(101))).toBeNull()
      expect(await store.rememberedUpload('scope-2', 'key-1', at(0))).toBeNull()
      expect(await store.rememberedUpload('scope-1', 'key-2', at(0))).toBeNull()
      await store.rememberUpload('scope-1', 'key-1', made('2'), at(200))
      expect(await store.rememberedUpload('scope-1', 'key-1', at(150))).toEqual(made('2'))
    })
  })
}
