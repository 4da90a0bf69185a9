import { describe, expect, test } from 'vitest'

import { bytes } from '../bytes.ts'
import { hashOf } from '../web-sha256.ts'
import type { HostFilesAbilities, HostFilesContractSetup } from './host-files-contract.ts'
import { ada, expecting, someFile } from './steps.ts'

/** Files found by their contents. */
export function hostHashTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  if (!has.hash) return

  const shelf = async () => {
    const { files, newRecord } = given()
    const record = await newRecord()
    return {
      files,
      record,
      findByHash: files.findByHash?.bind(files) ?? expect.fail('a host with hashes finds by them'),
    }
  }

  describe('findByHash', () => {
    test('finds one file for each contents that are here', async () => {
      const { record, findByHash } = await shelf()
      const first = await someFile(given(), record, 'a.txt', 'same')
      await someFile(given(), record, 'b.txt', 'same')
      const other = await someFile(given(), record, 'c.txt', 'other')
      const hashes = await Promise.all(['other', 'unknown', 'same'].map((text) => hashOf(bytes(text))))
      const found = await findByHash(record, hashes)
      expect(found.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([first, other])
      expect(await findByHash(record, [])).toEqual([])
    })

    test('[X35] does not find files of other records, nor what was removed', async () => {
      const { files, record, findByHash } = await shelf()
      const hashes = [await hashOf(bytes('same'))]
      const elsewhere = await given().newRecord(record.tenantId)
      await someFile(given(), elsewhere, 'a.txt', 'same')
      expect(await findByHash(record, hashes)).toEqual([])
      const here = await someFile(given(), record, 'a.txt', 'same')
      expect(await findByHash(record, hashes)).toEqual([here])
      await files.remove(expecting(here), ada)
      expect(await findByHash(record, hashes)).toEqual([])
    })
  })
}
