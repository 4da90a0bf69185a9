import { describe, expect, test } from 'vitest'

import type { Opened } from './adapter-under-test.ts'

/** How a user links and unlinks. */
export function linkContract(open: () => Promise<Opened>): void {
  describe('connection', () => {
    test('says where files will go before anything is linked', async () => {
      const { client } = await open()
      const connection = await client.getConnection()
      expect(connection.state).toBe('none')
      expect(connection.appFolder).not.toBe('')
    })

    test('is linked by way of the consent page', async () => {
      const { client, record, consent } = await open()
      const { authorizeUrl, expiresAt } = await client.beginLink({ mode: 'popup' })
      expect(URL.canParse(authorizeUrl)).toBe(true)
      expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now())
      expect((await client.getConnection()).state).toBe('none')
      const connection = await client.completeLink(await consent(authorizeUrl))
      expect(connection).toMatchObject({
        state: 'linked',
        health: 'ok',
        account: { email: expect.stringContaining('@') },
      })
      expect(await client.getConnection()).toMatchObject({ state: 'linked' })
      expect((await client.getRecord(record)).sync.link).toBe('linked')
    })

    test('an answer of the consent page is good once, and only the right one', async () => {
      const { client, consent } = await open()
      const { authorizeUrl } = await client.beginLink({ mode: 'popup' })
      const callbackUrl = await consent(authorizeUrl)
      const altered = callbackUrl.replace(/state=[^&]*/, 'state=altered')
      await expect(client.completeLink(altered)).rejects.toMatchObject({ code: 'state_invalid' })
      expect((await client.getConnection()).state).not.toBe('linked')
      await client.completeLink(callbackUrl)
      await expect(client.completeLink(callbackUrl)).rejects.toMatchObject({ code: 'state_invalid' })
      expect((await client.getConnection()).state).toBe('linked')
    })

    test('is gone after unlinking, which may be repeated', async () => {
      const { client, record, link } = await open()
      await link()
      expect(await client.unlink()).toMatchObject({ state: 'none' })
      expect(await client.unlink()).toMatchObject({ state: 'none' })
      expect((await client.getRecord(record)).sync).toMatchObject({ link: 'none', phase: 'notEnrolled' })
      await expect(client.requestSync(record)).rejects.toMatchObject({ code: 'not_linked' })
    })
  })

  describe('the whole tenant', () => {
    test('is for administrators alone', async () => {
      const { client } = await open()
      await expect(client.listTenantActivity()).rejects.toMatchObject({ code: 'forbidden' })
      await expect(client.getTenantHealth()).rejects.toMatchObject({ code: 'forbidden' })
    })
  })

  describe('listLinkActivity', () => {
    test('tells newest first what happened', async () => {
      const { client, link } = await open()
      await link()
      await client.unlink()
      await link()
      const { rows } = await client.listLinkActivity()
      expect(rows[0]).toMatchObject({ code: 'linked' })
      const times = rows.map(({ at }) => Date.parse(at))
      expect(times).toEqual(times.toSorted((a, b) => b - a))
    })
  })
}
