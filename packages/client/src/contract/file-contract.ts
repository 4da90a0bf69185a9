import { describe, expect, test } from 'vitest'

import { contentHash } from '../content-hash.ts'
import { type Opened, someBytes } from './adapter-under-test.ts'

/** What is done with single files: names, folders, versions, contents. */
export function fileContract(open: () => Promise<Opened>): void {
  const pathsOf = async ({ client, record }: Opened): Promise<readonly string[]> => {
    const { entries } = await client.listFiles(record, { folder: [], search: '.' })
    return entries.map(({ folder, name }) => [...folder, name].join('/')).toSorted()
  }

  describe('renameFile', () => {
    test('gives a file another name in its folder: the same id, another version', async () => {
      const opened = await open()
      const { client, record, upload } = opened
      const file = await upload('quote.pdf', someBytes(10), ['Contracts'])
      const renamed = await client.renameFile(record, file, 'offer.txt')
      expect(renamed).toMatchObject({ id: file.id, name: 'offer.txt', folder: ['Contracts'], sizeBytes: 10 })
      expect(renamed.version).not.toBe(file.version)
      expect(await pathsOf(opened)).toEqual(['Contracts/offer.txt'])
    })

    test('[S12] another case, or an accent written otherwise, is another name', async () => {
      const { client, record, upload } = await open()
      const file = await upload('quote.pdf', someBytes(10))
      const composed = await upload('caf\u00e9.pdf', someBytes(10))
      const upper = await client.renameFile(record, file, 'QUOTE.pdf')
      expect(upper.name).toBe('QUOTE.pdf')
      expect((await client.renameFile(record, upper, 'cafe\u0301.pdf')).name).toBe('cafe\u0301.pdf')
      expect((await client.getFile(record, composed.id)).file.name).toBe('caf\u00e9.pdf')
    })

    test('[S12] a name that Dropbox cannot have is kept here', async () => {
      const { client, record, upload } = await open()
      const file = await upload('quote.pdf', someBytes(10))
      expect((await client.renameFile(record, file, 'a:b?.pdf')).name).toBe('a:b?.pdf')
    })

    test('to the name that it has changes nothing', async () => {
      const { client, record, upload } = await open()
      const file = await upload('quote.pdf', someBytes(10))
      expect(await client.renameFile(record, file, 'quote.pdf')).toMatchObject({ version: file.version })
    })

    test('refuses a taken name, no name, an old version, an unknown file and another record', async () => {
      const opened = await open()
      const { client, record, otherRecord, upload } = opened
      const file = await upload('quote.pdf', someBytes(10))
      await upload('taken.pdf', someBytes(10))
      const failing = (of: typeof record, change: { id: string; version: string }, name: string) =>
        client.renameFile(of, change, name).then(
          () => 'renamed',
          (error: { readonly code: string }) => error.code,
        )
      expect(await failing(record, file, 'taken.pdf')).toBe('name_taken')
      for (const name of ['a/b.pdf', '..', 'x'.repeat(256)])
        expect(await failing(record, file, name)).toBe('name_invalid')
      expect(await failing(record, { ...file, version: 'old' }, 'b.pdf')).toBe('version_conflict')
      expect(await failing(record, { ...file, id: 'no-such-file' }, 'b.pdf')).toBe('file_unknown')
      expect(await failing(otherRecord, file, 'b.pdf')).toBe('file_unknown')
      expect(await pathsOf(opened)).toEqual(['quote.pdf', 'taken.pdf'])
    })
  })

  describe('moveFiles', () => {
    test('moves files into a folder, which is made; tells what was not moved and why', async () => {
      const opened = await open()
      const { client, record, upload } = opened
      const [a, b, c] = [
        await upload('a.pdf', someBytes(1)),
        await upload('b.pdf', someBytes(2), ['Old']),
        await upload('c.pdf', someBytes(3)),
      ]
      await upload('c.pdf', someBytes(4), ['New', '2026'])
      const files = [a, { ...b, version: 'old' }, c, { id: 'no-such-file', version: 'v1' }]
      expect(await client.moveFiles(record, files, ['New', '2026'])).toEqual({
        done: 1,
        failed: [
          { id: b.id, code: 'version_conflict' },
          { id: c.id, code: 'name_taken' },
          { id: 'no-such-file', code: 'file_unknown' },
        ],
      })
      expect(await pathsOf(opened)).toEqual(['New/2026/a.pdf', 'New/2026/c.pdf', 'Old/b.pdf', 'c.pdf'])
    })

    test('to the root and to where a file is already', async () => {
      const opened = await open()
      const { client, record, upload } = opened
      const a = await upload('a.pdf', someBytes(1), ['Old'])
      const b = await upload('b.pdf', someBytes(2))
      expect(await client.moveFiles(record, [a, b], [])).toEqual({ done: 2, failed: [] })
      expect(await pathsOf(opened)).toEqual(['a.pdf', 'b.pdf'])
    })
  })

  describe('getFile', () => {
    test('tells who made a file, its hash, its versions and who has a copy', async () => {
      const { client, record, upload } = await open()
      const bytes = someBytes(10)
      const file = await upload('quote.pdf', bytes)
      const details = await client.getFile(record, file.id)
      expect(details).toMatchObject({
        file: { id: file.id, name: 'quote.pdf' },
        contentHash: await contentHash(new Blob([bytes])),
        createdBy: file.updatedBy,
        versions: [{ version: file.version, sizeBytes: 10, isCurrent: true }],
        copies: [],
      })
      expect(Date.parse(details.createdAt ?? '')).toBeLessThanOrEqual(Date.parse(file.updatedAt))
    })

    test('a file that was only renamed has one version', async () => {
      const { client, record, upload } = await open()
      const renamed = await client.renameFile(record, await upload('quote.pdf', someBytes(10)), 'offer.pdf')
      const { versions } = await client.getFile(record, renamed.id)
      expect(versions).toMatchObject([{ version: renamed.version, isCurrent: true }])
    })

    test('an unknown file, and one of another record, is refused', async () => {
      const { client, record, otherRecord, upload } = await open()
      const file = await upload('quote.pdf', someBytes(10))
      await expect(client.getFile(record, 'no-such-file')).rejects.toMatchObject({ code: 'file_unknown' })
      await expect(client.getFile(otherRecord, file.id)).rejects.toMatchObject({ code: 'file_unknown' })
    })
  })

  describe('versions', () => {
    test('the present version is read and made current like any other', async () => {
      const { client, record, upload, read } = await open()
      const file = await upload('quote.pdf', someBytes(10))
      const { url } = await client.contentUrl(record, file.id, { inline: false, version: file.version })
      expect(await read(url)).toEqual(someBytes(10))
      expect(await client.restoreVersion(record, file, file.version)).toMatchObject({ id: file.id, sizeBytes: 10 })
    })

    test('one that is not kept, and an old expectation, are refused', async () => {
      const { client, record, upload } = await open()
      const file = await upload('quote.pdf', someBytes(10))
      const url = client.contentUrl(record, file.id, { inline: false, version: 'never' })
      await expect(url).rejects.toMatchObject({ code: 'not_found' })
      await expect(client.restoreVersion(record, file, 'never')).rejects.toMatchObject({ code: 'not_found' })
      const outdated = client.restoreVersion(record, { ...file, version: 'old' }, file.version)
      await expect(outdated).rejects.toMatchObject({ code: 'version_conflict' })
      const unknown = client.restoreVersion(record, { ...file, id: 'no-such-file' }, file.version)
      await expect(unknown).rejects.toMatchObject({ code: 'file_unknown' })
    })
  })

  describe('findFiles', () => {
    test('finds a file of the record by its contents, whatever its name', async () => {
      const { client, record, otherRecord, upload } = await open()
      const file = await upload('quote.pdf', someBytes(10), ['Contracts'])
      await upload('other.pdf', someBytes(11))
      const hash = await contentHash(new Blob([someBytes(10)]))
      const unknown = await contentHash(new Blob([someBytes(12)]))
      expect(await client.findFiles(record, [unknown, hash])).toMatchObject([{ hash, file: { id: file.id } }])
      expect(await client.findFiles(otherRecord, [hash])).toEqual([])
    })
  })
}
