import { describe, expect, test } from 'vitest'

import type { BrowseEntry, BrowseQuery } from '../../ports/host-files.ts'
import type { HostFilesAbilities, HostFilesContractSetup } from './host-files-contract.ts'
import { contents, named } from './steps.ts'

const firstPage: BrowseQuery = { folder: [], offset: 0, limit: 50, sort: 'name', search: null }

/** A record as a person browses it, where there is something to browse. */
export function hostBrowseTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  if (!has.browse || !has.upload || has.folders === 'none') return

  /** `Offers/quote.pdf` (3 bytes), `bill.pdf` (4), `draft quote.txt` (2) and `zebra.txt` (1), and a way to browse them. */
  const shelf = async () => {
    const { files, newRecord } = given()
    const record = await newRecord()
    const browse = files.browse?.bind(files) ?? expect.fail('a host that browses has `browse`')
    await files.create(record, named('quote.pdf', { folder: ['Offers'] }), await contents('333'))
    await files.create(record, named('zebra.txt'), await contents('1'))
    await files.create(record, named('bill.pdf'), await contents('4444'))
    await files.create(record, named('draft quote.txt'), await contents('22'))
    return async (query: Partial<BrowseQuery> = {}) => {
      const { entries, total } = await browse(record, { ...firstPage, ...query })
      return { names: entries.map(nameOf), entries, total }
    }
  }

  describe('browse', () => {
    test('shows folders first, then the files of the folder by name', async () => {
      const browse = await shelf()
      const { names, entries, total } = await browse()
      expect(names).toEqual(['Offers/', 'bill.pdf', 'draft quote.txt', 'zebra.txt'])
      expect(total).toBe(4)
      expect(entries[0]).toMatchObject({ kind: 'folder', folder: ['Offers'] })
      expect(await browse({ folder: ['Offers'] })).toMatchObject({ names: ['quote.pdf'], total: 1 })
    })

    test('a folder tells how many files it has, or nothing', async () => {
      const [folder] = (await (await shelf())()).entries
      expect(folder?.kind === 'folder' && [1, null].includes(folder.fileCount)).toBe(true)
    })

    test.for([
      ['-name', ['Offers/', 'zebra.txt', 'draft quote.txt', 'bill.pdf']],
      ['sizeBytes', ['Offers/', 'zebra.txt', 'draft quote.txt', 'bill.pdf']],
      ['-sizeBytes', ['Offers/', 'bill.pdf', 'draft quote.txt', 'zebra.txt']],
      ['type', ['Offers/', 'bill.pdf', 'draft quote.txt', 'zebra.txt']],
      ['-type', ['Offers/', 'draft quote.txt', 'zebra.txt', 'bill.pdf']],
    ] as const)('sorts by %s, folders first all the same', async ([sort, expected]) => {
      expect((await (await shelf())({ sort })).names).toEqual(expected)
    })

    test('the type is what follows the last dot, whatever its case; a name that begins with a dot has none', async () => {
      const { files, newRecord } = given()
      const record = await newRecord()
      for (const name of ['b.PDF', 'a.pdf', '.pdf', 'x.tar.gz', 'plain', 'y.doc']) {
        await files.create(record, named(name), await contents(name))
      }
      const page = await files.browse?.(record, { ...firstPage, sort: 'type' })
      expect(page?.entries.map(nameOf)).toEqual(['.pdf', 'plain', 'y.doc', 'x.tar.gz', 'a.pdf', 'b.PDF'])
    })

    test('sorts by the time of the last change, in both directions', async () => {
      const browse = await shelf()
      const times = async (sort: 'updatedAt' | '-updatedAt') =>
        (await browse({ sort })).entries.flatMap((entry) => (entry.kind === 'file' ? [entry.file.updatedAt] : []))
      const ascending = await times('updatedAt')
      expect(ascending).toEqual(ascending.toSorted())
      expect((await times('-updatedAt')).toReversed()).toEqual(ascending)
    })

    test('pages by offset under the total of all pages, folders included', async () => {
      const browse = await shelf()
      expect(await browse({ offset: 0, limit: 3 })).toMatchObject({
        names: ['Offers/', 'bill.pdf', 'draft quote.txt'],
        total: 4,
      })
      expect(await browse({ offset: 3, limit: 3 })).toMatchObject({ names: ['zebra.txt'], total: 4 })
      expect(await browse({ offset: 9, limit: 3 })).toMatchObject({ names: [], total: 4 })
    })

    test('searches names without regard to case, in the folder and below it', async () => {
      const browse = await shelf()
      const found = await browse({ search: 'QUOTE' })
      expect(found.names.toSorted()).toEqual(['draft quote.txt', 'quote.pdf'])
      expect(found.total).toBe(2)
      expect((await browse({ search: 'quote', folder: ['Offers'] })).names).toEqual(['quote.pdf'])
      expect(await browse({ search: 'nothing of that kind' })).toMatchObject({ names: [], total: 0 })
    })

    test('takes what is searched for literally', async () => {
      expect((await (await shelf())({ search: '%' })).names).toEqual([])
    })
  })
}

function nameOf(entry: BrowseEntry): string {
  return entry.kind === 'file' ? entry.file.name : `${entry.folder.join('/')}/`
}
