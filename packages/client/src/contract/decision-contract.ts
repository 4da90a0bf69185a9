import { describe, expect, test } from 'vitest'

import { TwinfolderError } from '../api-error.ts'
import { type Opened, someBytes } from './adapter-under-test.ts'

/** How waiting decisions are answered where there are none, and how a deletion is taken back. */
export function decisionContract(open: () => Promise<Opened>): void {
  describe('answerDetached and answerHeld', () => {
    test('do nothing where nothing waits, and tell which files it was not about', async () => {
      const { client, record, upload, link } = await open()
      const { id } = await upload('quote.pdf', someBytes(10))
      await link()
      const failed = [{ id, code: 'file_unknown' }]
      for (const answer of ['putBack', 'deleteHere'] as const) {
        expect(await client.answerDetached(record, answer, null)).toEqual({ done: 0, failed: [] })
        expect(await client.answerDetached(record, answer, [id])).toEqual({ done: 0, failed })
      }
      for (const answer of ['delete', 'takeBack'] as const) {
        expect(await client.answerHeld(record, answer, null)).toEqual({ done: 0, failed: [] })
        expect(await client.answerHeld(record, answer, [id])).toEqual({ done: 0, failed })
      }
      expect((await client.listFiles(record, { folder: [] })).entries).toHaveLength(1)
    })

    test('are refused for an unknown record', async () => {
      const { client, unknownRecord, link } = await open()
      await link()
      for (const call of [
        () => client.answerDetached(unknownRecord, 'putBack', null),
        () => client.answerHeld(unknownRecord, 'delete', null),
        () => client.listConflicts(unknownRecord),
        () => client.undoActivity(unknownRecord, 'no-such-row'),
      ]) {
        await expect(call()).rejects.toMatchObject({ code: 'record_unknown' })
      }
    })
  })

  describe('conflicts', () => {
    test('there are none in a new record, and none to decide', async () => {
      const { client, record, upload, link } = await open()
      const [file, copy] = [await upload('a.txt', someBytes(1)), await upload('b.txt', someBytes(2))]
      await link()
      expect(await client.listConflicts(record)).toEqual([])
      const pair = { fileId: file.id, copyId: copy.id }
      await expect(client.resolveConflict(record, pair, 'host')).rejects.toMatchObject({ code: 'not_found' })
      expect((await client.listFiles(record, { folder: [] })).entries).toHaveLength(2)
    })
  })

  describe('undoActivity', () => {
    test('of a row that the record does not have is refused', async () => {
      const { client, record, link } = await open()
      await link()
      await expect(client.undoActivity(record, 'no-such-row')).rejects.toBeInstanceOf(TwinfolderError)
    })
  })

  describe('a deletion', () => {
    test('is undone by its row of activity, once', async () => {
      const { client, record, upload, link } = await open()
      await upload('quote.pdf', someBytes(10))
      await link()
      await client.requestSync(record)
      const files = async () => (await client.listFiles(record, { folder: [] })).entries
      const isSynced = () => expect.poll(files).toMatchObject([{ sync: { state: 'synced' } }])
      await isSynced()
      const [file] = await files()
      if (file?.kind !== 'file') throw new TypeError('The file is not listed.')
      await client.deleteFiles(record, [{ id: file.id, version: file.version }])
      const deletion = async () =>
        (await client.listRecordActivity(record)).rows.find(({ code }) => code === 'deletedInRemote')
      await expect.poll(deletion).toMatchObject({ undo: { until: expect.any(String) } })
      const id = (await deletion())?.id ?? ''
      await client.undoActivity(record, id)
      await isSynced()
      expect(await files()).toMatchObject([{ id: file.id }])
      expect(await deletion()).toMatchObject({ undo: null })
      await expect(client.undoActivity(record, id)).rejects.toMatchObject({ code: 'undo_expired' })
    })
  })

  describe('restoreFiles', () => {
    test('brings deleted files back under their ids, with their contents', async () => {
      const { client, record, upload, read } = await open()
      const { id, version } = await upload('quote.pdf', someBytes(10))
      await upload('kept.pdf', someBytes(5))
      expect(await client.deleteFiles(record, [{ id, version }])).toMatchObject({ deleted: [id] })
      expect(await client.restoreFiles(record, [id, 'no-such-file'])).toEqual({
        done: 1,
        failed: [{ id: 'no-such-file', code: 'file_unknown' }],
      })
      const { entries } = await client.listFiles(record, { folder: [] })
      expect(entries.map(({ name }) => name)).toEqual(['kept.pdf', 'quote.pdf'])
      const { url } = await client.contentUrl(record, id, { inline: false })
      expect(await read(url)).toEqual(someBytes(10))
    })
  })
}
