import { describe, expect, test } from 'vitest'

import type { Link } from '../../ports/sync-rows.ts'
import type { Page, SyncStore } from '../../ports/sync-store.ts'
import { SyncError } from '../../sync-error.ts'
import { failureOf } from '../failure-of.ts'
import { fresh } from '../shared-setup.ts'
import { linked, newLink, noon } from './rows.ts'

/** Links and what is unique among those that are not revoked. */
export function linkTests(store: () => SyncStore): void {
  describe('links', () => {
    test('a link is found by its id, its user and its account', async () => {
      const { link } = await linked(store())
      expect(await store().link(link.id)).toEqual(link)
      expect(await store().linkOfUser(link.user, 'dropbox')).toEqual(link)
      expect(await store().linkOfAccount('dropbox', link.accountId)).toEqual(link)
      expect(await store().linkOfUser(link.user, 'another')).toBeNull()
      expect(await store().linkOfAccount('another', link.accountId)).toBeNull()
    })

    test('what is unknown is null', async () => {
      expect(await store().link(fresh('link'))).toBeNull()
      expect(await store().linkOfUser({ tenantId: fresh('tenant'), userId: 'user' }, 'dropbox')).toBeNull()
      expect(await store().linkOfAccount('dropbox', fresh('account'))).toBeNull()
      expect(await store().revokedLink(newLink().user, 'dropbox', fresh('account'))).toBeNull()
    })

    test('[C122] an account is linked once over all tenants', async () => {
      const { link } = await linked(store())
      const second = newLink({ accountId: link.accountId })
      expect(await failureOf(store().createLink(second))).toBe('account_already_linked')
      expect(await store().link(second.id)).toBeNull()
      expect(await store().linkOfAccount('dropbox', link.accountId)).toEqual(link)
    })

    test('[C122] of two that link one account at the same time, one is refused', async () => {
      const accountId = fresh('account')
      const attempts = [newLink({ accountId }), newLink({ accountId })].map((link) =>
        failureOf(store().createLink(link)),
      )
      expect((await Promise.all(attempts)).filter((failure) => failure === null)).toHaveLength(1)
    })

    test('a user has one link per provider that is not revoked', async () => {
      const { link } = await linked(store())
      await expect(store().createLink(newLink({ user: link.user }))).rejects.toBeInstanceOf(SyncError)
      await linked(store(), { user: link.user, provider: 'another' })
    })

    test('a revoked link frees its user and its account', async () => {
      const { link, write } = await linked(store())
      await write({ type: 'updateLink', set: { status: 'revoked' } })
      expect(await store().linkOfUser(link.user, 'dropbox')).toBeNull()
      expect(await store().linkOfAccount('dropbox', link.accountId)).toBeNull()
      const { link: next } = await linked(store(), { user: link.user, accountId: link.accountId })
      expect(await store().linkOfUser(link.user, 'dropbox')).toEqual(next)
    })

    test('[S18] the last revoked link of a user to an account is found, to take its state up again', async () => {
      const { link, write } = await linked(store(), { createdAt: noon(1) })
      expect(await store().revokedLink(link.user, 'dropbox', link.accountId)).toBeNull()
      await write({ type: 'updateLink', set: { status: 'revoked' } })
      const again = await linked(store(), { user: link.user, accountId: link.accountId, createdAt: noon(2) })
      await again.write({ type: 'updateLink', set: { status: 'revoked' } })
      const found = await store().revokedLink(link.user, 'dropbox', link.accountId)
      expect(found).toEqual({ ...again.link, status: 'revoked' })
      expect(await store().revokedLink(link.user, 'dropbox', fresh('account'))).toBeNull()
    })

    test('[S18] a revoked link cannot come back while another one has the account', async () => {
      const { link, write } = await linked(store())
      await write({ type: 'updateLink', set: { status: 'revoked' } })
      await linked(store(), { accountId: link.accountId })
      await expect(write({ type: 'updateLink', set: { status: 'active' } })).rejects.toBeInstanceOf(SyncError)
      expect(await store().link(link.id)).toMatchObject({ status: 'revoked' })
    })

    test('[C104] another account of the same user is another link with nothing to take up', async () => {
      const { link, write } = await linked(store())
      await write({ type: 'updateLink', set: { status: 'revoked' } })
      expect(await store().revokedLink(link.user, 'dropbox', fresh('account'))).toBeNull()
    })

    test('updateLink changes what it names and leaves the rest', async () => {
      const { link, write } = await linked(store())
      const set = {
        status: 'held',
        cursor: 'cursor-1',
        listingCursor: 'listing-1',
        mirrorGeneration: 2,
        feedPosition: '17',
        blockedUntil: noon(9),
        lastOkAt: noon(8),
        email: 'lovelace@example.com',
        displayName: 'A. Lovelace',
      } as const
      await write({ type: 'updateLink', set })
      expect(await store().link(link.id)).toEqual({ ...link, ...set })
      await write({ type: 'updateLink', set: { cursor: null, blockedUntil: null } })
      expect(await store().link(link.id)).toEqual({ ...link, ...set, cursor: null, blockedUntil: null })
    })

    test('[S15] a link keeps what is held and what was answered', async () => {
      const { link, linkId, write } = await linked(store(), { hold: { vanished: 7, answer: null } })
      expect(await store().link(linkId)).toEqual(link)
      await write({ type: 'updateLink', set: { status: 'held', hold: { vanished: 12, answer: 'putBack' } } })
      expect(await store().link(linkId)).toMatchObject({ status: 'held', hold: { vanished: 12, answer: 'putBack' } })
      await write({ type: 'updateLink', set: { cursor: 'next' } })
      expect(await store().link(linkId)).toMatchObject({ hold: { vanished: 12, answer: 'putBack' } })
      await write({ type: 'updateLink', set: { hold: null } })
      expect(await store().link(linkId)).toMatchObject({ hold: null })
    })

    test('[X35] the links of one tenant are listed in pages by user; revoked ones and those of others are not among them', async () => {
      const tenantId = fresh('tenant')
      const userIds = ['anna', 'bert', 'carl', 'dora', 'emil']
      for (const userId of userIds.toReversed()) await linked(store(), { user: { tenantId, userId } })
      await linked(store(), { user: { tenantId: fresh('tenant'), userId: 'anna' } })
      await linked(store(), { user: { tenantId, userId: 'anna' }, provider: 'another' })
      const { write } = await linked(store(), { user: { tenantId, userId: 'gone' } })
      await write({ type: 'updateLink', set: { status: 'revoked' } })
      const seen: string[] = []
      let after: string | null = null
      do {
        const page: Page<Link> = await store().linksOfTenant(tenantId, 'dropbox', { after, limit: 2 })
        expect(page.rows.length).toBeLessThanOrEqual(2)
        seen.push(...page.rows.map(({ user }) => user.userId))
        after = page.next
      } while (after !== null)
      expect(seen).toEqual(userIds)
    })

    test('links are listed by status', async () => {
      const { link: active } = await linked(store())
      const { link: paused } = await linked(store(), { status: 'paused' })
      const ids = async (status: 'active' | 'paused') => (await store().links(status)).map((link) => link.id)
      expect(await ids('active')).toContain(active.id)
      expect(await ids('active')).not.toContain(paused.id)
      expect(await ids('paused')).toContain(paused.id)
    })
  })
}
