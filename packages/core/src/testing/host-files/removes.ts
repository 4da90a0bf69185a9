import { describe, expect, test } from 'vitest'

import { bytes } from '../bytes.ts'
import { failureOf } from '../failure-of.ts'
import type { HostFilesAbilities, HostFilesContractSetup } from './host-files-contract.ts'
import { ada, allFiles, bytesOf, contents, current, expecting, grace, someFile } from './steps.ts'

/** Removing and taking back. */
export function hostRemoveTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  describe('remove', () => {
    test('takes a file out of the record', async () => {
      const { files, newRecord } = given()
      const record = await newRecord()
      const kept = await someFile(given(), record, 'kept.txt')
      const file = await someFile(given(), record, 'a.txt')
      await files.remove(expecting(file), ada)
      expect(await allFiles(files, record)).toEqual([kept])
      expect(await current(files, file)).toBeNull()
    })

    test('of what is gone fails with not_found', async () => {
      const { files, newRecord } = given()
      const file = await someFile(given(), await newRecord(), 'a.txt')
      await files.remove(expecting(file), ada)
      expect(await failureOf(files.remove(expecting(file), ada))).toBe('not_found')
    })

    if (has.replace && has.conditional)
      test('[C12] refuses over a version that is not the current one', async () => {
        const { files, newRecord } = given()
        const file = await someFile(given(), await newRecord(), 'a.txt', 'old')
        await files.replace?.(expecting(file), await contents('new'), { actor: ada, idempotencyKey: `key-${file.id}` })
        expect(await failureOf(files.remove(expecting(file), ada))).toBe('precondition_failed')
        expect(await current(files, file)).not.toBeNull()
      })
  })

  if (has.trash) restoreTests(given)
}

function restoreTests(given: () => HostFilesContractSetup): void {
  describe('restore', () => {
    /** A removed file. */
    const removed = async () => {
      const { files, newRecord } = given()
      const record = await newRecord()
      const restore = files.restore?.bind(files) ?? expect.fail('a module with a trash has `restore`')
      const file = await someFile(given(), record, 'a.txt', 'contents')
      await files.remove(expecting(file), ada)
      return { files, record, file, restore }
    }

    test('[C112] brings a file back under its old id, with its contents', async () => {
      const { files, record, file, restore } = await removed()
      const restored = await restore(file, grace)
      expect(restored).toMatchObject({ id: file.id, name: 'a.txt', contentHash: file.contentHash })
      expect(await allFiles(files, record)).toEqual([restored])
      expect(await bytesOf(files, restored)).toEqual(bytes('contents'))
    })

    test('beside a file that took its name, the host finds another one', async () => {
      const { files, record, file, restore } = await removed()
      await someFile(given(), record, 'a.txt', 'another')
      await restore(file, grace)
      expect(await allFiles(files, record)).toHaveLength(2)
    })

    test('of what never was in the trash fails with not_found', async () => {
      const { record, restore } = await removed()
      const unknown = { record, id: '00000000-0000-4000-8000-000000000000' }
      expect(await failureOf(restore(unknown, grace))).toBe('not_found')
    })
  })
}
