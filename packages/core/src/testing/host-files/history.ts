import { describe, expect, test } from 'vitest'

import { bytes, collect } from '../bytes.ts'
import { failureOf } from '../failure-of.ts'
import { fresh } from '../shared-setup.ts'
import type { HostFilesAbilities, HostFilesContractSetup } from './host-files-contract.ts'
import { ada, contents, expecting, grace, someFile } from './steps.ts'

/** What a file was before, and who made it. */
export function hostHistoryTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  if (!has.history || !has.upload) return

  /** A file that was written by {@link ada} and twice by {@link grace}. */
  const edited = async () => {
    const { files, newRecord } = given()
    const record = await newRecord()
    const history = files.history?.bind(files) ?? expect.fail('a host with a history has `history`')
    const all = [await someFile(given(), record, 'a.txt', 'one')]
    for (const text of has.replace ? ['second', 'the third'] : []) {
      const last = all.at(-1) ?? expect.fail('there is a file')
      const change = { actor: grace, idempotencyKey: fresh('key') }
      const replaced = await files.replace?.(expecting(last), await contents(text), change)
      all.push(replaced ?? expect.fail('a module that replaces has `replace`'))
    }
    return { files, record, history, all, file: all.at(-1) ?? expect.fail('there is a file') }
  }

  describe('history', () => {
    test('begins with the file as it is, and tells who made it', async () => {
      const { history, all, file } = await edited()
      const { createdAt, createdBy, versions } = await history(file, { limit: 10 })
      const { version, name, sizeBytes, mediaType, contentHash, updatedAt, updatedBy } = file
      expect(versions[0]).toEqual({ version, name, sizeBytes, mediaType, contentHash, updatedAt, updatedBy })
      expect([null, all[0]?.updatedAt]).toContain(createdAt)
      expect([null, ada]).toContainEqual(createdBy)
    })

    if (has.versions && has.replace)
      test('has the older versions, newest first, no more than asked for, each to be read', async () => {
        const { files, history, all, file } = await edited()
        const ids = all.map(({ version }) => version).toReversed()
        const { versions } = await history(file, { limit: 10 })
        expect(versions.map(({ version }) => version)).toEqual(ids)
        expect(versions.map(({ sizeBytes }) => sizeBytes)).toEqual([9, 6, 3])
        expect((await history(file, { limit: 2 })).versions.map(({ version }) => version)).toEqual(ids.slice(0, 2))
        const old = versions.at(-1) ?? expect.fail('there is an old version')
        expect(await collect(await files.read({ ...file, version: old.version }))).toEqual(bytes('one'))
      })

    if (!has.versions)
      test('has the present version alone where no other is kept', async () => {
        const { history, file } = await edited()
        expect((await history(file, { limit: 10 })).versions).toHaveLength(1)
      })

    test('of what is gone fails with not_found', async () => {
      const { files, history, file } = await edited()
      await files.remove(expecting(file), ada)
      expect(await failureOf(history(file, { limit: 10 }))).toBe('not_found')
    })
  })
}
