import { describe, expect, test } from 'vitest'

import { failureOf } from '../failure-of.ts'
import type { HostFilesContractSetup } from './host-files-contract.ts'
import { ada, allFiles, contents, named } from './steps.ts'

/** Folders of a record. */
export function hostFolderTests(given: () => HostFilesContractSetup): void {
  /** A new record of a module that takes files and has folders. */
  const foldered = async (skip: (note?: string) => never) => {
    const { files, newRecord } = given()
    const record = await newRecord()
    const able = files.capabilities(record.module)
    return able.upload && able.folders !== 'none' ? { files, record, able } : skip('the module has no folders')
  }
  /** The same for a module with folders of their own. */
  const withEmptyFolders = async (skip: (note?: string) => never) => {
    const host = await foldered(skip)
    if (!host.able.emptyFolders) skip('the module has no empty folders')
    const { files } = host
    const createFolder = files.createFolder?.bind(files) ?? expect.fail('empty folders need `createFolder`')
    const folders = files.folders?.bind(files) ?? expect.fail('empty folders need `folders`')
    return { ...host, createFolder, folders }
  }

  describe('folders', () => {
    test('[S13] a file is created in a folder that was not there', async ({ skip }) => {
      const { files, record } = await foldered(skip)
      const file = await files.create(record, named('a.txt', { folder: ['Offers'] }), await contents('a'))
      expect(file.folder).toEqual(['Offers'])
      expect(await allFiles(files, record)).toEqual([file])
    })

    test('folders nest, and a name is what it is', async ({ skip }) => {
      const { files, record, able } = await foldered(skip)
      if (able.folders !== 'nested') skip('the module has flat folders')
      const folder = ['Offers', '2026', 'A & B: 50 %']
      expect((await files.create(record, named('a.txt', { folder }), await contents('a'))).folder).toEqual(folder)
    })

    test('a name is taken in its own folder only', async ({ skip }) => {
      const { files, record } = await foldered(skip)
      await files.create(record, named('a.txt'), await contents('a'))
      const other = await files.create(record, named('a.txt', { folder: ['Offers'] }), await contents('a'))
      expect(other.name).toBe('a.txt')
    })

    test('a folder that the module cannot have is refused with host_refused', async ({ skip }) => {
      const { files, newRecord } = given()
      const record = await newRecord()
      const { upload, folders } = files.capabilities(record.module)
      if (!upload || folders === 'nested') skip('the module takes every folder')
      const folder = folders === 'flat' ? ['Offers', '2026'] : ['Offers']
      const refused = files.create(record, named('a.txt', { folder }), await contents('a'))
      expect(await failureOf(refused)).toBe('host_refused')
    })

    test('an empty folder is created once, however often', async ({ skip }) => {
      const { record, createFolder, folders } = await withEmptyFolders(skip)
      await createFolder(record, ['Offers'], ada)
      await createFolder(record, ['Offers'], ada)
      expect(await folders(record)).toEqual([['Offers']])
    })

    test('all folders are listed with their parents, empty or not', async ({ skip }) => {
      const { files, record, able, createFolder, folders } = await withEmptyFolders(skip)
      if (able.folders !== 'nested') skip('the module has flat folders')
      await createFolder(record, ['Offers', '2026'], ada)
      await files.create(record, named('a.txt', { folder: ['Invoices', 'paid'] }), await contents('a'))
      const paths = (await folders(record)).map((folder) => folder.join('/'))
      expect(paths.toSorted()).toEqual(['Invoices', 'Invoices/paid', 'Offers', 'Offers/2026'])
    })
  })
}
