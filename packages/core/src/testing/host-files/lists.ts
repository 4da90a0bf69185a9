import { describe, expect, test } from 'vitest'

import { fresh } from '../shared-setup.ts'
import type { HostFilesContractSetup } from './host-files-contract.ts'
import { allFiles, someFile } from './steps.ts'

/** Listings, point reads and what a host says that it can do. */
export function hostListTests(given: () => HostFilesContractSetup): void {
  describe('capabilities', () => {
    test('what a module can do has its method', async () => {
      const { files, newRecord } = given()
      const able = files.capabilities((await newRecord()).module)
      const methods = [
        ['replace', able.replace],
        ['rename', able.rename],
        ['move', able.move],
        ['createFrom', able.copy],
        ['restore', able.trash],
        ['createFolder', able.emptyFolders],
        ['folders', able.emptyFolders],
        ['changes', able.changes === 'feed'],
      ] as const
      for (const [method, isAble] of methods) if (isAble) expect(files[method], method).toBeTypeOf('function')
      expect(able.maxFileBytes).toBeGreaterThan(0)
    })
  })

  describe('list', () => {
    test('a new record has no files', async () => {
      const { files, newRecord } = given()
      expect(await files.list(await newRecord(), { after: null, limit: 10 })).toEqual({ files: [], next: null })
    })

    test('pages have at most as many files as asked for, and together each file once', async () => {
      const { files, newRecord } = given()
      const record = await newRecord()
      const names = ['a.txt', 'b.txt', 'c.txt', 'd.txt', 'e.txt']
      for (const name of names) await someFile(given(), record, name)
      const first = await files.list(record, { after: null, limit: 2 })
      expect(first.files).toHaveLength(2)
      expect(first.next).not.toBeNull()
      const all = await allFiles(files, record, 2)
      expect(all.map((file) => file.name).toSorted()).toEqual(names)
    })

    test('a file that goes while we page hides no other one', async () => {
      const { files, newRecord } = given()
      const record = await newRecord()
      for (const name of ['a.txt', 'b.txt', 'c.txt']) await someFile(given(), record, name)
      const first = await files.list(record, { after: null, limit: 1 })
      const seen = first.files[0] ?? expect.fail('the first page is empty')
      await files.remove({ record, id: seen.id, expectedVersion: seen.version }, seen.updatedBy)
      const rest = await files.list(record, { after: first.next, limit: 10 })
      expect(rest.files).toHaveLength(2)
    })

    test('records are apart, also those of one id in two tenants', async () => {
      const { files, newRecord } = given()
      const record = await newRecord()
      const file = await someFile(given(), record, 'a.txt')
      const others = [await newRecord(record.tenantId), { ...record, tenantId: fresh('tenant') }]
      for (const other of others) {
        expect(await allFiles(files, other)).toEqual([])
        expect(await files.get(other, [file.id])).toEqual([null])
      }
    })
  })

  describe('get', () => {
    test('gives files in the order asked, and null for what is gone', async () => {
      const { files, newRecord } = given()
      const record = await newRecord()
      const a = await someFile(given(), record, 'a.txt')
      const b = await someFile(given(), record, 'b.txt')
      expect(await files.get(record, [b.id, '00000000-0000-4000-8000-000000000000', a.id])).toEqual([b, null, a])
      expect(await files.get(record, [])).toEqual([])
    })

    test('gives what the list gives', async () => {
      const { files, newRecord } = given()
      const record = await newRecord()
      const { id } = await someFile(given(), record, 'a.txt')
      expect(await files.get(record, [id])).toEqual(await allFiles(files, record))
    })
  })
}
