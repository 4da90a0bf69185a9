import { describe, expect, test } from 'vitest'

import { type Opened, someBytes } from './adapter-under-test.ts'

/** How files are uploaded. */
export function uploadContract(open: () => Promise<Opened>): void {
  describe('upload', () => {
    test('answers the new file', async () => {
      const { upload, client, record } = await open()
      const file = await upload('quote.pdf', someBytes(1234), ['Contracts'])
      expect(file).toMatchObject({
        kind: 'file',
        name: 'quote.pdf',
        folder: ['Contracts'],
        sizeBytes: 1234,
        via: 'host',
        sync: null,
        copies: [],
      })
      const { entries } = await client.listFiles(record, { folder: ['Contracts'] })
      expect(entries).toEqual([file])
    })

    test('an empty file is a file', async () => {
      const { upload } = await open()
      expect(await upload('empty', someBytes(0))).toMatchObject({ name: 'empty', sizeBytes: 0 })
    })

    test('tells how much was sent, up to all of it', async () => {
      const { client, record, maxFileBytes } = await open()
      const sent: number[] = []
      await client.uploadFile(
        {
          record,
          folder: [],
          name: 'a.bin',
          body: new Blob([someBytes(maxFileBytes)]),
          idempotencyKey: 'key-progress',
        },
        { onProgress: (bytes) => sent.push(bytes) },
      )
      expect(sent).toEqual(sent.toSorted((a, b) => a - b))
      expect(sent.at(-1)).toBe(maxFileBytes)
    })

    test('the same key gives the same file', async () => {
      const { client, record } = await open()
      const upload = { record, folder: [], name: 'a.txt', body: new Blob(['hello']), idempotencyKey: 'key-once-only' }
      const first = await client.uploadFile(upload)
      expect((await client.uploadFile(upload)).id).toBe(first.id)
      expect((await client.listFiles(record, { folder: [] })).entries).toHaveLength(1)
    })

    test('a taken name gets a number', async () => {
      const { upload } = await open()
      const names = []
      for (let time = 0; time < 3; time += 1) names.push((await upload('quote.pdf', someBytes(time))).name)
      expect(names).toEqual(['quote.pdf', 'quote (2).pdf', 'quote (3).pdf'])
    })

    test('the same name is free in another folder', async () => {
      const { upload } = await open()
      await upload('quote.pdf', someBytes(1))
      expect(await upload('quote.pdf', someBytes(1), ['Contracts'])).toMatchObject({ name: 'quote.pdf' })
    })

    test('takes exactly the limit, refuses one byte more and names the limit', async () => {
      const { upload, client, record, maxFileBytes } = await open()
      expect((await client.getRecord(record)).maxFileBytes).toBe(maxFileBytes)
      expect(await upload('full.bin', someBytes(maxFileBytes))).toMatchObject({ sizeBytes: maxFileBytes })
      await expect(upload('over.bin', someBytes(maxFileBytes + 1))).rejects.toMatchObject({
        code: 'file_too_large',
        error: { limitBytes: maxFileBytes },
      })
      const { entries } = await client.listFiles(record, { folder: [] })
      expect(entries.map(({ name }) => name)).toEqual(['full.bin'])
    })

    test('an unknown record is refused', async () => {
      const { client, unknownRecord } = await open()
      const body = new Blob(['hello'])
      const upload = { record: unknownRecord, folder: [], name: 'a.txt', body, idempotencyKey: 'key-unknown' }
      await expect(client.uploadFile(upload)).rejects.toMatchObject({ code: 'record_unknown' })
    })

    test('one that is cancelled ends as aborted', async () => {
      const { client, record } = await open()
      const upload = { record, folder: [], name: 'a.txt', body: new Blob(['hello']), idempotencyKey: 'key-cancel-0' }
      await expect(client.uploadFile(upload, { signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: 'aborted',
      })
      const cancel = new AbortController()
      const halfway = client.uploadFile(
        { ...upload, body: new Blob([someBytes(150_000)]), idempotencyKey: 'key-cancel-1' },
        { signal: cancel.signal, onProgress: () => cancel.abort() },
      )
      await expect(halfway).rejects.toMatchObject({ code: 'aborted' })
    })
  })
}
