import { describe, expect, test } from 'vitest'

import type { FileQuery } from '../sync-client.ts'
import { type Opened, someBytes } from './adapter-under-test.ts'

/** How folders are listed, paged, sorted and searched. */
export function listingContract(open: () => Promise<Opened>): void {
  const namesOf = async ({ client, record }: Opened, query: Partial<FileQuery> = {}): Promise<readonly string[]> =>
    (await client.listFiles(record, { folder: [], ...query })).entries.map(({ name }) => name)

  /** Two files and two folders in the root, one file in each folder, one two levels down. */
  async function openWithFiles(): Promise<Opened> {
    const opened = await open()
    await opened.upload('beta.pdf', someBytes(20))
    await opened.upload('alpha.pdf', someBytes(30))
    await opened.upload('gamma.txt', someBytes(10))
    await opened.upload('offer.pdf', someBytes(5), ['Contracts'])
    await opened.upload('offer old.pdf', someBytes(6), ['Contracts', '2025'])
    await opened.upload('photo.jpg', someBytes(7), ['Pictures'])
    return opened
  }

  describe('listFiles', () => {
    test('a record without files is an empty page', async () => {
      const { client, record } = await open()
      expect(await client.listFiles(record, { folder: [] })).toEqual({
        entries: [],
        total: 0,
        offset: 0,
        remoteOnly: [],
      })
    })

    test('lists one folder: folders first, then files, each by name', async () => {
      const opened = await openWithFiles()
      expect(await namesOf(opened)).toEqual(['Contracts', 'Pictures', 'alpha.pdf', 'beta.pdf', 'gamma.txt'])
      expect(await namesOf(opened, { folder: ['Contracts'] })).toEqual(['2025', 'offer.pdf'])
      expect(await namesOf(opened, { folder: ['Contracts', '2025'] })).toEqual(['offer old.pdf'])
    })

    test('the folder of an entry is the one that it is in', async () => {
      const { client, record } = await openWithFiles()
      const { entries } = await client.listFiles(record, { folder: ['Contracts'] })
      expect(entries).toEqual([
        expect.objectContaining({ kind: 'folder', name: '2025', folder: ['Contracts'] }),
        expect.objectContaining({ kind: 'file', name: 'offer.pdf', folder: ['Contracts'] }),
      ])
    })

    test('pages by offset, with a total, without gap or overlap', async () => {
      const opened = await openWithFiles()
      const pages = [0, 2, 4].map((offset) => opened.client.listFiles(opened.record, { folder: [], offset, limit: 2 }))
      const [first, second, third] = await Promise.all(pages)
      expect([first?.offset, second?.offset, third?.offset]).toEqual([0, 2, 4])
      for (const page of [first, second, third]) expect([5, null]).toContain(page?.total)
      const names = [first, second, third].flatMap((page) => page?.entries.map(({ name }) => name))
      expect(names).toEqual(await namesOf(opened))
    })

    test('a folder that is not there is an empty page', async () => {
      const opened = await openWithFiles()
      expect(await namesOf(opened, { folder: ['Nowhere'] })).toEqual([])
    })

    test('a page after the last entry is empty', async () => {
      const opened = await openWithFiles()
      expect(await namesOf(opened, { offset: 50 })).toEqual([])
    })

    test('sorts files as asked; folders stay first', async () => {
      const opened = await openWithFiles()
      const filesBy = async (sort: FileQuery['sort']) => (await namesOf(opened, { sort })).slice(2)
      expect(await filesBy('name')).toEqual(['alpha.pdf', 'beta.pdf', 'gamma.txt'])
      expect(await filesBy('-name')).toEqual(['gamma.txt', 'beta.pdf', 'alpha.pdf'])
      expect(await filesBy('sizeBytes')).toEqual(['gamma.txt', 'beta.pdf', 'alpha.pdf'])
      expect(await filesBy('-sizeBytes')).toEqual(['alpha.pdf', 'beta.pdf', 'gamma.txt'])
    })

    test('sorts by what follows the last dot', async () => {
      const opened = await openWithFiles()
      await opened.upload('a.doc', someBytes(1))
      const filesBy = async (sort: FileQuery['sort']) => (await namesOf(opened, { sort })).slice(2)
      expect(await filesBy('type')).toEqual(['a.doc', 'alpha.pdf', 'beta.pdf', 'gamma.txt'])
      expect(await filesBy('-type')).toEqual(['gamma.txt', 'alpha.pdf', 'beta.pdf', 'a.doc'])
    })

    test('lists files of one state alone, of the folder and below it, sorted, searched and counted', async () => {
      const opened = await openWithFiles()
      const { client, record, link } = opened
      const inState = (state: FileQuery['state'], more: Partial<FileQuery> = {}) =>
        client.listFiles(record, { folder: [], state, ...more })
      const states = ['attention', 'waiting', 'onlyInHost', 'onlyInDropbox', 'synced'] as const
      for (const state of states) expect(await inState(state)).toMatchObject({ entries: [], total: 0 })
      await link()
      await client.requestSync(record)
      const total = async (state: FileQuery['state']) => (await inState(state)).total
      await expect.poll(() => total('synced')).toBe(6)
      for (const state of states.slice(0, 4)) expect(await inState(state)).toMatchObject({ entries: [], total: 0 })
      const page = await inState('synced', { sort: '-sizeBytes', search: 'OFFER', limit: 1 })
      expect(page).toMatchObject({
        total: 2,
        entries: [{ kind: 'file', name: 'offer old.pdf', sync: { state: 'synced' } }],
      })
      const below = await inState('synced', { folder: ['Contracts'] })
      expect(below.entries.map(({ name }) => name)).toEqual(['offer old.pdf', 'offer.pdf'])
      expect(await namesOf(opened, { state: 'synced', offset: 4 })).toEqual(['offer.pdf', 'photo.jpg'])
    })

    test('sorts by time of change', async () => {
      const { client, record } = await openWithFiles()
      const times = async (sort: FileQuery['sort']) => {
        const { entries } = await client.listFiles(record, { folder: [], sort })
        return entries.flatMap((entry) => (entry.kind === 'file' ? [Date.parse(entry.updatedAt)] : []))
      }
      expect(await times('updatedAt')).toEqual((await times('updatedAt')).toSorted((a, b) => a - b))
      expect(await times('-updatedAt')).toEqual((await times('-updatedAt')).toSorted((a, b) => b - a))
    })

    test('searches names in the folder and below it, whatever their case', async () => {
      const opened = await openWithFiles()
      expect((await namesOf(opened, { search: 'OFFER' })).toSorted()).toEqual(['offer old.pdf', 'offer.pdf'])
      expect(await namesOf(opened, { search: 'offer', folder: ['Contracts', '2025'] })).toEqual(['offer old.pdf'])
      expect(await namesOf(opened, { search: 'offer', folder: ['Pictures'] })).toEqual([])
      expect(await namesOf(opened, { search: 'no such name' })).toEqual([])
    })

    test('records do not see each other', async () => {
      const { client, otherRecord } = await openWithFiles()
      expect((await client.listFiles(otherRecord, { folder: [] })).entries).toEqual([])
    })
  })

  describe('createFolder', () => {
    test('creates a folder with its parents; an existing one is a success', async () => {
      const opened = await open()
      const { client, record } = opened
      const folder = await client.createFolder(record, ['Contracts', '2026'])
      expect(folder).toMatchObject({ kind: 'folder', name: '2026', folder: ['Contracts'] })
      expect(await client.createFolder(record, ['Contracts', '2026'])).toEqual(folder)
      expect(await namesOf(opened)).toEqual(['Contracts'])
      expect(await namesOf(opened, { folder: ['Contracts'] })).toEqual(['2026'])
    })

    test('names travel as they are', async () => {
      const opened = await open()
      const folder = ['Angebote & Verträge', '100 % ä#+é 📄']
      await opened.client.createFolder(opened.record, folder)
      await opened.upload('Ünï #1 %2F +&=.pdf', someBytes(3), folder)
      expect(await namesOf(opened, { folder: folder.slice(0, 1) })).toEqual(folder.slice(1))
      expect(await namesOf(opened, { folder })).toEqual(['Ünï #1 %2F +&=.pdf'])
    })
  })

  describe('deleteFiles', () => {
    test('deletes by id and version, and says what it did not delete', async () => {
      const opened = await open()
      const { client, record } = opened
      const [first, second] = [await opened.upload('a.txt', someBytes(1)), await opened.upload('b.txt', someBytes(2))]
      const answer = await client.deleteFiles(record, [
        { id: first.id, version: first.version },
        { id: second.id, version: 'not the version' },
        { id: 'no-such-file', version: first.version },
      ])
      expect(answer.deleted).toEqual([first.id])
      expect(answer.failed).toHaveLength(2)
      expect(answer.failed).toContainEqual({ id: second.id, code: 'version_conflict' })
      expect(answer.failed).toContainEqual({ id: 'no-such-file', code: 'file_unknown' })
      expect(await namesOf(opened)).toEqual(['b.txt'])
    })
  })
}
