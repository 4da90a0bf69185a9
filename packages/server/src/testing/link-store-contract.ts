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

    test('[X20] grants are listed page by page, and replaced only as they were read', async () => {
      const store = await open()
      const ids = ['link-B', 'link-a', 'link-1', 'link-2', 'Link-3']
      for (const id of ids) await store.putGrant(id, `v1.${id}`)
      const seen: string[] = []
      for (let after: string | null = null; ;) {
        const page = await store.grants({ after, limit: 2 })
        seen.push(...page.map(({ linkId, sealedRefreshToken }) => `${linkId} ${sealedRefreshToken}`))
        after = page.at(-1)?.linkId ?? null
        if (after === null) break
      }
      expect(seen).toEqual(ids.toSorted().map((id) => `${id} v1.${id}`))
      const read = { linkId: 'link-a', sealedRefreshToken: 'v1.link-a' }
      expect(await store.replaceGrant(read, 'v1.again')).toBe(true)
      expect(await store.replaceGrant(read, 'v1.late')).toBe(false)
      expect(await store.replaceGrant({ ...read, linkId: 'nobody' }, 'v1.late')).toBe(false)
      expect(await store.getGrant('link-a')).toBe('v1.again')
      expect(await store.getGrant('nobody')).toBeNull()
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
      await store.noteChecked('link-1', at(100), at(1000))
      await store.noteChecked('link-2', at(5), at(1000))
      await store.noteChecked('link-1', at(50), at(900))
      expect(await store.checkedAt('link-1')).toBe(at(100))
      expect(await store.dueLooks(at(900), 10)).toEqual([])
      await store.noteChecked('link-1', at(200), at(1100))
      expect(await store.checkedAt('link-1')).toBe(at(200))
      expect(await store.checkedAt('link-2')).toBe(at(5))
    })

    test('[C88] tells which links are to be looked at again, longest due first', async () => {
      const store = await open()
      await store.noteChecked('link-1', at(100), at(300))
      await store.setLook('link-2', at(200))
      await store.setLook('link-3', at(301))
      expect(await store.dueLooks(at(300), 10)).toEqual(['link-2', 'link-1'])
      expect(await store.dueLooks(at(300), 1)).toEqual(['link-2'])
      await store.setLook('link-2', at(400))
      await store.setLook('link-1', null)
      expect(await store.dueLooks(at(500), 10)).toEqual(['link-3', 'link-2'])
      expect(await store.checkedAt('link-1')).toBe(at(100))
      expect(await store.checkedAt('link-2')).toBeNull()
      await store.noteChecked('link-2', at(10), at(600))
      expect(await store.checkedAt('link-2')).toBe(at(10))
    })

    test('remembers why a link cannot go on, until it can', async () => {
      const store = await open()
      expect(await store.troubleOf('link-1')).toBeNull()
      await store.setTrouble('link-1', 'remote_busy')
      await store.setTrouble('link-1', 'remote_unavailable')
      expect(await store.troubleOf('link-1')).toBe('remote_unavailable')
      expect(await store.troubleOf('link-2')).toBeNull()
      await store.setTrouble('link-1', null)
      expect(await store.troubleOf('link-1')).toBeNull()
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
