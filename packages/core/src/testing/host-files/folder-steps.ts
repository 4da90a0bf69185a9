import { describe, expect, test } from 'vitest'

import type { RecordKey } from '../../domain/record-ref.ts'
import type { HostChangePage, HostFile, HostFiles } from '../../ports/host-files.ts'
import { bytes } from '../bytes.ts'
import { failureOf } from '../failure-of.ts'
import type { HostFilesAbilities, HostFilesContractSetup } from './host-files-contract.ts'
import { ada, allFiles, bytesOf, contents, created, grace, named } from './steps.ts'

/** Folders that are moved and deleted with everything in them, some files at a time. */
export function hostFolderStepTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  if (!has.folderSteps || !has.upload || has.folders !== 'nested') return
  if (has.move) moveFolderTests(given, has)
  deleteFolderTests(given, has)
}

const pathOf = ({ folder, name }: HostFile): string => [...folder, name].join('/')
/** What the feed tells after a position, page by page. */
async function told(files: HostFiles, { tenantId }: RecordKey, start: string | null): Promise<readonly string[]> {
  const all: string[] = []
  for (let position = start, hasMore = true; hasMore;) {
    const page: HostChangePage =
      (await files.changes?.(tenantId, position)) ?? expect.fail('a host with a feed has `changes`')
    all.push(...page.changes.map(({ type, fileId }) => `${type} ${fileId}`))
    ;({ position, hasMore } = page)
  }
  return all.toSorted()
}
const paths = async (files: HostFiles, record: RecordKey) => (await allFiles(files, record)).map(pathOf).toSorted()

/** `Offers/a.txt`, `Offers/2026/b.txt`, `Offers 2/c.txt` and `d.txt`; where there are empty folders, `Offers/none`. */
async function shelf({ files, newRecord }: HostFilesContractSetup, has: HostFilesAbilities) {
  const record = await newRecord()
  const make = async (path: string): Promise<HostFile> => {
    const names = path.split('/')
    const place = { folder: names.slice(0, -1) }
    return created(files, record, named(names.at(-1) ?? '', place), await contents(path))
  }
  const all = []
  for (const path of ['Offers/a.txt', 'Offers/2026/b.txt', 'Offers 2/c.txt', 'd.txt']) all.push(await make(path))
  if (has.emptyFolders) await files.createFolder?.(record, ['Offers', 'none'], ada)
  const folders = async () => (await files.folders?.(record))?.map((folder) => folder.join('/')).toSorted()
  return { files, record, all, make, folders }
}

function moveFolderTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  const movable = async () => {
    const found = await shelf(given(), has)
    const { files, record } = found
    const moveFolder = files.moveFolder?.bind(files) ?? expect.fail('a host that moves folders has `moveFolder`')
    return {
      ...found,
      move: (to: readonly string[], limit = 100) => moveFolder(record, ['Offers'], to, { actor: grace, limit }),
    }
  }

  describe('moveFolder', () => {
    test('moves everything in the folder and below it, and nothing beside it', async () => {
      const { files, record, all, move, folders } = await movable()
      expect(await move(['Sales', 'Old offers'])).toEqual({ files: 2, hasMore: false })
      expect(await paths(files, record)).toEqual([
        'Offers 2/c.txt',
        'Sales/Old offers/2026/b.txt',
        'Sales/Old offers/a.txt',
        'd.txt',
      ])
      const [moved] = await files.get(record, [all[0]?.id ?? ''])
      expect(moved).toMatchObject({ name: 'a.txt', contentHash: all[0]?.contentHash, updatedBy: grace })
      expect(moved?.version).not.toBe(all[0]?.version)
      expect(await bytesOf(files, moved ?? expect.fail('the file is there'))).toEqual(bytes('Offers/a.txt'))
      if (has.emptyFolders) {
        expect(await folders()).toEqual([
          'Offers 2',
          'Sales',
          'Sales/Old offers',
          'Sales/Old offers/2026',
          'Sales/Old offers/none',
        ])
      }
    })

    test('goes in steps, and is over when nothing is left', async () => {
      const { files, record, move } = await movable()
      expect(await move(['Sales'], 1)).toEqual({ files: 1, hasMore: true })
      expect(await move(['Sales'], 1)).toEqual({ files: 1, hasMore: false })
      expect(await move(['Sales'], 1)).toEqual({ files: 0, hasMore: false })
      expect(await paths(files, record)).toEqual(['Offers 2/c.txt', 'Sales/2026/b.txt', 'Sales/a.txt', 'd.txt'])
    })

    test('[S8] to a name in another case is a move like any other', async () => {
      const { files, record, move } = await movable()
      await move(['OFFERS'])
      expect(await paths(files, record)).toEqual(['OFFERS/2026/b.txt', 'OFFERS/a.txt', 'Offers 2/c.txt', 'd.txt'])
    })

    test('a name that was taken meanwhile gets a number', async () => {
      const { files, record, make, move } = await movable()
      await make('Sales/a.txt')
      await move(['Sales'])
      expect(await paths(files, record)).toEqual([
        'Offers 2/c.txt',
        'Sales/2026/b.txt',
        'Sales/a (2).txt',
        'Sales/a.txt',
        'd.txt',
      ])
    })

    test('into itself, to the root, or of the root is refused with host_refused', async () => {
      const { files, record, move } = await movable()
      for (const to of [[], ['Offers'], ['Offers', 'below']]) expect(await failureOf(move(to))).toBe('host_refused')
      const ofRoot = files.moveFolder?.(record, [], ['Sales'], { actor: ada, limit: 10 })
      expect(await failureOf(ofRoot ?? Promise.resolve())).toBe('host_refused')
      expect(await paths(files, record)).toContain('Offers/a.txt')
    })

    if (has.changes === 'feed')
      test('is told by the feed, once for each file', async () => {
        const { files, record, all, move } = await movable()
        const start = await files.changes?.(record.tenantId, null)
        await move(['Sales'])
        expect(await told(files, record, start?.position ?? null)).toEqual(
          all
            .slice(0, 2)
            .map(({ id }) => `upsert ${id}`)
            .toSorted(),
        )
      })
  })
}

function deleteFolderTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  const deletable = async () => {
    const found = await shelf(given(), has)
    const { files, record } = found
    const deleteFolder =
      files.deleteFolder?.bind(files) ?? expect.fail('a host that deletes folders has `deleteFolder`')
    const remove = (limit = 100) => deleteFolder(record, ['Offers'], { actor: grace, limit })
    return { ...found, remove }
  }

  describe('deleteFolder', () => {
    test('removes everything in the folder and below it, and tells what that was', async () => {
      const { files, record, all, remove, folders } = await deletable()
      const { files: gone, folders: goneFolders, hasMore } = await remove()
      expect(gone.map(({ id }) => id).toSorted()).toEqual(
        all
          .slice(0, 2)
          .map(({ id }) => id)
          .toSorted(),
      )
      expect(hasMore).toBe(false)
      expect(await paths(files, record)).toEqual(['Offers 2/c.txt', 'd.txt'])
      if (has.emptyFolders) {
        expect(goneFolders.map((folder) => folder.join('/')).toSorted()).toEqual([
          'Offers',
          'Offers/2026',
          'Offers/none',
        ])
        expect(await folders()).toEqual(['Offers 2'])
      }
    })

    test('goes in steps, and tells the folders with the last', async () => {
      const { remove } = await deletable()
      expect(await remove(1)).toMatchObject({ folders: [], hasMore: true })
      expect((await remove(1)).hasMore).toBe(false)
      expect(await remove(1)).toEqual({ files: [], folders: [], hasMore: false })
    })

    test('of the root is refused with host_refused', async () => {
      const { files, record } = await deletable()
      const ofRoot = files.deleteFolder?.(record, [], { actor: ada, limit: 10 })
      expect(await failureOf(ofRoot ?? Promise.resolve())).toBe('host_refused')
      expect(await allFiles(files, record)).toHaveLength(4)
    })

    if (has.trash)
      test('[C112] its files come back with their folders', async () => {
        const { files, record, remove, folders } = await deletable()
        for (const { id } of (await remove()).files) await files.restore?.({ record, id }, ada)
        expect(await paths(files, record)).toEqual(['Offers 2/c.txt', 'Offers/2026/b.txt', 'Offers/a.txt', 'd.txt'])
        if (has.emptyFolders) expect(await folders()).toEqual(['Offers', 'Offers 2', 'Offers/2026'])
      })

    if (has.changes === 'feed')
      test('is told by the feed, once for each file', async () => {
        const { files, record, remove } = await deletable()
        const start = await files.changes?.(record.tenantId, null)
        const { files: gone } = await remove()
        expect(await told(files, record, start?.position ?? null)).toEqual(
          gone.map(({ id }) => `delete ${id}`).toSorted(),
        )
      })
  })
}
