import { describe, expect, test } from 'vitest'

import { type Opened, someBytes } from './adapter-under-test.ts'

/** How contents are read. */
export function contentContract(open: () => Promise<Opened>): void {
  describe('contentUrl', () => {
    test('leads to exactly the bytes that were uploaded', async () => {
      const { upload, client, record, read } = await open()
      for (const size of [0, 1, 150_000]) {
        const file = await upload(`${size}.bin`, someBytes(size))
        for (const inline of [false, true]) {
          const { url } = await client.contentUrl(record, file.id, { inline })
          expect(await read(url)).toEqual(someBytes(size))
        }
      }
    })

    test('is good for a while', async () => {
      const { upload, client, record } = await open()
      const file = await upload('quote.pdf', someBytes(10))
      const { expiresAt } = await client.contentUrl(record, file.id, { inline: false })
      expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now())
    })

    test('an unknown file, and one of another record, is refused', async () => {
      const { upload, client, record, otherRecord } = await open()
      const file = await upload('quote.pdf', someBytes(10))
      const urlOf = (of: typeof record, id: string) => client.contentUrl(of, id, { inline: false })
      await expect(urlOf(record, 'no-such-file')).rejects.toMatchObject({ code: 'file_unknown' })
      await expect(urlOf(otherRecord, file.id)).rejects.toMatchObject({ code: 'file_unknown' })
    })
  })
}
