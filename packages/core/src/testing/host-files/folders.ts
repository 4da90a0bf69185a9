import { describe, expect, test } from 'vitest'

import { failureOf } from '../failure-of.ts'
import type { HostFilesAbilities, HostFilesContractSetup } from './host-files-contract.ts'
import { ada, allFiles, contents, created, named } from './steps.ts'

/** Folders of a record. */
export function hostFolderTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  if (!has.upload) return
  if (has.folders !== 'none') usedFolderTests(given, has)
  if (has.folders !== 'none' && has.emptyFolders) emptyFolderTests(given, has)
  if (has.folders !== 'nested') impossibleFolderTests(given, has)
}

function usedFolderTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  describe('folders', () => {
    test('[S13] a file is created in a folder that was not there', async () => {
      const { files, newRecord } = given()
      const record = await newRecord()
      const file = await created(files, record, named('a.txt', { folder: ['Offers'] }), await contents('a'))
      expect(file.folder).toEqual(['Offers'])
      expect(await allFiles(files, record)).toEqual([file])
    })

    test('a name is taken in its own folder only', async () => {
      const { files, newRecord } = given()
      const record = await newRecord()
      await files.create(record, named('a.txt'), await contents('a'))
      const other = await created(files, record, named('a.txt', { folder: ['Offers'] }), await contents('a'))
      expect(other.name).toBe('a.txt')
    })

    if (has.folders === 'nested')
      test('folders nest, and a name is what it is', async () => {
        const { files, newRecord } = given()
        const record = await newRecord()
        const folder = ['Offers', '2026', 'A & B: 50 %']
        expect((await created(files, record, named('a.txt', { folder }), await contents('a'))).folder).toEqual(folder)
      })
  })
}

function emptyFolderTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  /** A new record, and the methods for folders of their own. */
  const emptyRecord = async () => {
    const { files, newRecord } = given()
    const createFolder = files.createFolder?.bind(files) ?? expect.fail('empty folders need `createFolder`')
    const folders = files.folders?.bind(files) ?? expect.fail('empty folders need `folders`')
    return { files, record: await newRecord(), createFolder, folders }
  }

  describe('empty folders', () => {
    test('an empty folder is created once, however often', async () => {
      const { record, createFolder, folders } = await emptyRecord()
      await createFolder(record, ['Offers'], ada)
      await createFolder(record, ['Offers'], ada)
      expect(await folders(record)).toEqual([['Offers']])
    })

    if (has.folders === 'nested')
      test('all folders are listed with their parents, empty or not', async () => {
        const { files, record, createFolder, folders } = await emptyRecord()
        await createFolder(record, ['Offers', '2026'], ada)
        await files.create(record, named('a.txt', { folder: ['Invoices', 'paid'] }), await contents('a'))
        const paths = (await folders(record)).map((folder) => folder.join('/'))
        expect(paths.toSorted()).toEqual(['Invoices', 'Invoices/paid', 'Offers', 'Offers/2026'])
      })
  })
}

function impossibleFolderTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  describe('impossible folders', () => {
    test('a folder that the module cannot have is refused with host_refused', async () => {
      const { files, newRecord } = given()
      const folder = has.folders === 'flat' ? ['Offers', '2026'] : ['Offers']
      const refused = files.create(await newRecord(), named('a.txt', { folder }), await contents('a'))
      expect(await failureOf(refused)).toBe('host_refused')
    })
  })
}
