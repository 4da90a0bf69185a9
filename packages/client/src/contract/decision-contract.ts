import { describe, expect, test } from 'vitest'

import { type Opened, someBytes } from './adapter-under-test.ts'

/** What a person decides: pause, stop, undo, and answers to what waits. */
export function decisionContract(open: () => Promise<Opened>): void {
  /** A linked record with one file, at rest. */
  async function openSettled() {
    const opened = await open()
    const { client, record, upload, link } = opened
    await upload('quote.pdf', someBytes(10))
    await link()
    await client.requestSync(record)
    const settled = () =>
      expect.poll(async () => (await client.getRecord(record)).sync.phase, { timeout: 5000 }).toBe('settled')
    await settled()
    return { ...opened, settled }
  }

  describe('pause, stop', () => {
    test('a record rests until it is resumed', async () => {
      const { client, record, settled } = await openSettled()
      expect(await client.pauseSync(record)).toMatchObject({ phase: 'paused' })
      expect((await client.getRecord(record)).sync.phase).toBe('paused')
      expect((await client.resumeSync(record)).phase).not.toBe('paused')
      await settled()
      const codes = (await client.listRecordActivity(record)).rows.map(({ code }) => code)
      expect(codes.filter((code) => code === 'paused' || code === 'resumed')).toEqual(['resumed', 'paused'])
    })

    test('a stopped record is taken up by the button', async () => {
      const { client, record, settled } = await openSettled()
      expect(await client.stopSync(record)).toMatchObject({ phase: 'stopped' })
      expect((await client.listFiles(record, { folder: [] })).entries).toMatchObject([
        { name: 'quote.pdf', sync: { state: 'onlyInHost' } },
      ])
      await client.requestSync(record)
      await settled()
    })

    test('everything rests, and says so in each record', async () => {
      const { client, record, settled } = await openSettled()
      expect(await client.pauseLink()).toMatchObject({ state: 'linked', health: 'paused' })
      expect((await client.getRecord(record)).sync.phase).toBe('paused')
      expect(await client.resumeLink()).toMatchObject({ health: 'ok' })
      await settled()
    })

    test('a record that was never synchronised stays so', async () => {
      const { client, otherRecord, link } = await open()
      await link()
      for (const call of [client.pauseSync, client.resumeSync, client.stopSync]) {
        expect(await call(otherRecord)).toMatchObject({ phase: 'notEnrolled' })
      }
    })

    test('without a link there is nothing to rest', async () => {
      const { client, record } = await open()
      for (const call of [client.pauseLink, client.resumeLink]) {
        await expect(call()).rejects.toMatchObject({ code: 'not_linked' })
      }
      await expect(client.pauseSync(record)).rejects.toMatchObject({ code: 'not_linked' })
    })
  })

  describe('answers', () => {
    test('where nothing waits, they are about nothing', async () => {
      const { client, record } = await openSettled()
      expect(await client.listConflicts(record)).toEqual([])
      expect(await client.answerDetached(record, 'putBack', null)).toEqual({ done: 0, failed: [] })
      expect(await client.answerHeld(record, 'takeBack', null)).toEqual({ done: 0, failed: [] })
      const decided = client.resolveConflict(record, { fileId: 'a', copyId: 'b' }, 'both')
      await expect(decided).rejects.toMatchObject({ code: 'not_found' })
      expect(await client.previewSync(record)).toMatchObject({ toRemote: { files: 0, bytes: 0 }, conflicts: 0 })
    })
  })

  describe('undo', () => {
    test('a deleted file comes out of the trash under its old id', async () => {
      const { client, record, settled } = await openSettled()
      const [file] = (await client.listFiles(record, { folder: [] })).entries
      if (file?.kind !== 'file') throw new TypeError('The file is not listed.')
      await client.deleteFiles(record, [file])
      expect(await client.restoreFiles(record, [file.id, 'nobody'])).toEqual({
        done: 1,
        failed: [{ id: 'nobody', code: 'file_unknown' }],
      })
      await settled()
      expect((await client.listFiles(record, { folder: [] })).entries).toMatchObject([
        { id: file.id, name: 'quote.pdf', sync: { state: 'synced' } },
      ])
    })

    test('a row of activity undoes itself once', async () => {
      const { client, record, settled } = await openSettled()
      const [file] = (await client.listFiles(record, { folder: [] })).entries
      if (file?.kind !== 'file') throw new TypeError('The file is not listed.')
      await client.deleteFiles(record, [file])
      const deletion = async () =>
        (await client.listRecordActivity(record)).rows.find(({ code }) => code === 'deletedInRemote')
      await expect.poll(deletion, { timeout: 5000 }).toMatchObject({ undo: { until: expect.any(String) } })
      const id = (await deletion())?.id ?? ''
      await client.undoActivity(record, id)
      await settled()
      expect((await client.listFiles(record, { folder: [] })).entries).toMatchObject([{ id: file.id }])
      expect(await deletion()).toMatchObject({ undo: null })
      await expect(client.undoActivity(record, id)).rejects.toMatchObject({ code: 'undo_expired' })
    })
  })
}
