import { describe, expect, test } from 'vitest'

import { type Opened, someBytes } from './adapter-under-test.ts'

/** How a record and the whole link are stopped, paused and taken up again, and what is told before. */
export function pauseContract(open: () => Promise<Opened>): void {
  /** A record with one file that was pressed. */
  async function pressed(): Promise<Opened> {
    const opened = await open()
    await opened.upload('quote.pdf', someBytes(10))
    await opened.link()
    await opened.client.requestSync(opened.record)
    return opened
  }

  describe('pauseLink and resumeLink', () => {
    test('without a link they are refused', async () => {
      const { client } = await open()
      for (const call of [() => client.pauseLink(), () => client.resumeLink()]) {
        await expect(call()).rejects.toMatchObject({ code: 'not_linked' })
      }
    })

    test('the connection and each of its records are paused until they are resumed', async () => {
      const { client, record } = await pressed()
      expect(await client.pauseLink()).toMatchObject({ state: 'linked', health: 'paused' })
      expect((await client.getRecord(record)).sync.phase).toBe('paused')
      expect(await client.pauseLink()).toMatchObject({ health: 'paused' })
      expect(await client.resumeLink()).toMatchObject({ state: 'linked', health: 'ok' })
      expect((await client.getRecord(record)).sync.phase).not.toBe('paused')
    })
  })

  describe('answerHold', () => {
    test('without a link, and where nothing is asked, it is refused', async () => {
      const { client, link } = await open()
      await expect(client.answerHold('putBack')).rejects.toMatchObject({ code: 'not_linked' })
      await link()
      expect(await client.getConnection()).toMatchObject({ hold: null })
      await expect(client.answerHold('stop')).rejects.toMatchObject({ code: 'not_found' })
    })
  })

  describe('stopSync, pauseSync and resumeSync', () => {
    test('without a link, and for an unknown record, they are refused', async () => {
      const { client, record, unknownRecord, link } = await open()
      const calls = (of: typeof record) => [
        () => client.stopSync(of),
        () => client.pauseSync(of),
        () => client.resumeSync(of),
      ]
      for (const call of calls(record)) await expect(call()).rejects.toMatchObject({ code: 'not_linked' })
      await link()
      for (const call of [...calls(unknownRecord), () => client.previewSync(unknownRecord)]) {
        await expect(call()).rejects.toMatchObject({ code: 'record_unknown' })
      }
    })

    test('a record that was never pressed is left alone', async () => {
      const { client, record, link } = await open()
      await link()
      expect(await client.stopSync(record)).toMatchObject({ phase: 'notEnrolled' })
      expect(await client.pauseSync(record)).toMatchObject({ phase: 'notEnrolled' })
    })

    test('a stopped record keeps its files, and the button takes it up again', async () => {
      const { client, record } = await pressed()
      expect(await client.stopSync(record)).toMatchObject({ link: 'linked', phase: 'stopped' })
      const { entries } = await client.listFiles(record, { folder: [] })
      expect(entries).toMatchObject([{ name: 'quote.pdf', sync: { state: 'onlyInHost' } }])
      expect(['waiting', 'syncing', 'settled']).toContain((await client.requestSync(record)).phase)
    })

    test('a record is paused alone, until it is resumed', async () => {
      const { client, record, otherRecord } = await pressed()
      await client.requestSync(otherRecord)
      expect(await client.pauseSync(record)).toMatchObject({ phase: 'paused' })
      expect((await client.getRecord(otherRecord)).sync.phase).not.toBe('paused')
      expect(['waiting', 'syncing', 'settled']).toContain((await client.resumeSync(record)).phase)
    })
  })

  describe('previewSync', () => {
    test('counts what the button would send', async () => {
      const { client, record, upload, link } = await open()
      await upload('quote.pdf', someBytes(10))
      await link()
      expect(await client.previewSync(record)).toMatchObject({
        toRemote: { files: 1, bytes: 10 },
        toHost: { files: 0, bytes: 0 },
        conflicts: 0,
      })
      expect((await client.getRecord(record)).sync.phase).toBe('notEnrolled')
    })
  })
}
