import { describe, expect, test } from 'vitest'

import { type Opened, someBytes } from './adapter-under-test.ts'

/** What is known of a record, and the button. */
export function recordContract(open: () => Promise<Opened>): void {
  describe('getRecord', () => {
    test('a record that nobody has synchronised', async () => {
      const { client, record } = await open()
      const view = await client.getRecord(record, { watch: true })
      expect(view.record).toEqual(record)
      expect(view.access).toMatchObject({ read: true, write: true })
      expect(view.sync).toMatchObject({ link: 'none', phase: 'notEnrolled', progress: null, attention: 0 })
    })

    test('an unknown record is refused', async () => {
      const { client, unknownRecord } = await open()
      for (const call of [
        () => client.getRecord(unknownRecord),
        () => client.listFiles(unknownRecord, { folder: [] }),
        () => client.createFolder(unknownRecord, ['Contracts']),
        () => client.listRecordActivity(unknownRecord),
      ]) {
        await expect(call()).rejects.toMatchObject({ code: 'record_unknown' })
      }
    })

    test('a call that is cancelled ends as aborted', async () => {
      const { client, record } = await open()
      const aborted = { signal: AbortSignal.abort() }
      await expect(client.getRecord(record, {}, aborted)).rejects.toMatchObject({ code: 'aborted' })
      const cancel = new AbortController()
      const pending = client.getRecord(record, {}, { signal: cancel.signal })
      cancel.abort()
      await expect(pending).rejects.toMatchObject({ code: 'aborted' })
    })
  })

  describe('requestSync', () => {
    test('without a link it is refused', async () => {
      const { client, record } = await open()
      await expect(client.requestSync(record)).rejects.toMatchObject({ code: 'not_linked' })
    })

    test('enrols the record; pressing again is harmless', async () => {
      const { client, record, otherRecord, upload, link } = await open()
      await upload('quote.pdf', someBytes(10))
      await link()
      for (let press = 0; press < 3; press += 1) {
        const sync = await client.requestSync(record)
        expect(sync.link).toBe('linked')
        expect(['waiting', 'syncing', 'settled']).toContain(sync.phase)
      }
      expect((await client.getRecord(otherRecord)).sync).toMatchObject({ link: 'linked', phase: 'notEnrolled' })
      const { entries } = await client.listFiles(record, { folder: [] })
      expect(entries).toMatchObject([{ name: 'quote.pdf', sync: expect.anything() }])
    })

    test('an unknown record is refused', async () => {
      const { client, unknownRecord, link } = await open()
      await link()
      await expect(client.requestSync(unknownRecord)).rejects.toMatchObject({ code: 'record_unknown' })
    })
  })

  describe('checkedAt', () => {
    test('is not known at first, and never later than now', async () => {
      const { client, record, link } = await open()
      expect((await client.getRecord(record)).sync.checkedAt).toBeNull()
      await link()
      const { checkedAt } = await client.requestSync(record)
      if (checkedAt !== null) expect(Date.parse(checkedAt)).toBeLessThanOrEqual(Date.now())
      await expect.poll(async () => (await client.getRecord(record)).sync.checkedAt).not.toBeNull()
    })
  })

  describe('listRecordActivity', () => {
    test('belongs to the record', async () => {
      const { client, record, otherRecord, upload, link } = await open()
      await upload('quote.pdf', someBytes(10))
      await link()
      await client.requestSync(record)
      for (const row of (await client.listRecordActivity(record)).rows) expect(row.record).toEqual(record)
      expect(await client.listRecordActivity(otherRecord)).toEqual({ rows: [], next: null })
    })
  })
}
