import { describe, expect, test } from 'vitest'

import type { HostFiles } from '../../ports/host-files.ts'
import { bytes, streamOf } from '../bytes.ts'
import { failureOf } from '../failure-of.ts'
import { fresh } from '../shared-setup.ts'
import { hashOf } from '../web-sha256.ts'
import type { HostFilesAbilities, HostFilesContractSetup } from './host-files-contract.ts'
import { ada, allFiles, bytesOf, contents, created, current, expecting, grace, named, someFile } from './steps.ts'

/** Changes of a file that is there. */
export function hostWriteTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  if (has.replace) replaceTests(given, has)
  if (has.rename) renameTests(given, has)
  if (has.move) moveTests(given, has)
}

/** A new file, and the method that changes it. */
async function changeable<Method>(setup: HostFilesContractSetup, methodOf: (files: HostFiles) => Method | undefined) {
  const { files, newRecord } = setup
  const record = await newRecord()
  const method = methodOf(files) ?? expect.fail('what a module can do has its method')
  return { files, record, method, file: await someFile(setup, record, 'a.txt', 'old') }
}

function replaceTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  const replaceable = () => changeable(given(), (files) => files.replace?.bind(files))
  const change = () => ({ actor: grace, idempotencyKey: fresh('key') })

  describe('replace', () => {
    test('[C6] gives a file new contents: the same id, another version', async () => {
      const { files, file, method } = await replaceable()
      const replaced = await method(expecting(file), await contents('newer'), change())
      expect(replaced).toMatchObject({ id: file.id, name: 'a.txt', sizeBytes: 5, updatedBy: grace })
      expect(replaced.version).not.toBe(file.version)
      expect(replaced.contentHash).toBe(has.hash ? await hashOf(bytes('newer')) : null)
      expect(await bytesOf(files, replaced)).toEqual(bytes('newer'))
      expect(await current(files, file)).toEqual(replaced)
    })

    if (has.conditional)
      test('[S2] refuses over a version that is not the current one, and leaves the file alone', async () => {
        const { files, file, method } = await replaceable()
        const edited = await method(expecting(file), await contents('theirs'), change())
        const stale = method(expecting(file), await contents('ours'), change())
        expect(await failureOf(stale)).toBe('precondition_failed')
        expect(await current(files, file)).toEqual(edited)
        expect(await bytesOf(files, edited)).toEqual(bytes('theirs'))
      })

    if (has.conditional)
      test('of two at the same time over one version, one fails', async () => {
        const { file, method } = await replaceable()
        const writes = [await contents('ours'), await contents('theirs')].map((body) =>
          failureOf(method(expecting(file), body, change())),
        )
        const failures = await Promise.all(writes)
        expect(failures).toHaveLength(2)
        expect(failures).toEqual(expect.arrayContaining([null, 'precondition_failed']))
      })

    test('[C75] the same idempotency key writes once', async () => {
      const { files, file, method } = await replaceable()
      const once = change()
      const first = await method(expecting(file), await contents('new'), once)
      expect((await method(expecting(file), await contents('new'), once)).version).toBe(first.version)
      expect((await current(files, file))?.version).toBe(first.version)
    })

    test('other bytes than the announced ones are refused with hash_mismatch', async () => {
      const { files, file, method } = await replaceable()
      const changed = { ...(await contents('planned')), open: () => streamOf(bytes('changed')) }
      expect(await failureOf(method(expecting(file), changed, change()))).toBe('hash_mismatch')
      expect(await bytesOf(files, file)).toEqual(bytes('old'))
    })

    test('[C64] contents over the limit are refused with file_too_large', async () => {
      const { files, file, method } = await replaceable()
      const tooLarge = { ...(await contents('x')), sizeBytes: files.capabilities(file.record.module).maxFileBytes + 1 }
      expect(await failureOf(method(expecting(file), tooLarge, change()))).toBe('file_too_large')
      expect(await bytesOf(files, file)).toEqual(bytes('old'))
    })

    test('of what is gone fails with not_found', async () => {
      const { files, file, method } = await replaceable()
      await files.remove(expecting(file), ada)
      expect(await failureOf(method(expecting(file), await contents('new'), change()))).toBe('not_found')
    })
  })
}

function renameTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  const renamable = () => changeable(given(), (files) => files.rename?.bind(files))

  describe('rename', () => {
    test('gives a file another name: the same id and contents, another version', async () => {
      const { files, file, method } = await renamable()
      const renamed = await method(expecting(file), 'b.txt', grace)
      expect(renamed).toMatchObject({ id: file.id, name: 'b.txt', contentHash: file.contentHash, updatedBy: grace })
      expect(renamed.version).not.toBe(file.version)
      expect(await bytesOf(files, renamed)).toEqual(bytes('old'))
      expect(await current(files, file)).toEqual(renamed)
    })

    if (has.conditional)
      test('refuses over a version that is not the current one', async () => {
        const { files, file, method } = await renamable()
        await method(expecting(file), 'b.txt', grace)
        expect(await failureOf(method(expecting(file), 'c.txt', ada))).toBe('precondition_failed')
        expect(await current(files, file)).toMatchObject({ name: 'b.txt' })
      })

    test('a name that is taken gets a number, or is refused with name_taken where that is asked', async () => {
      const { files, record, file, method } = await renamable()
      const other = await someFile(given(), record, 'b.txt', 'other')
      expect(await failureOf(method(expecting(file), 'b.txt', ada, { ifTaken: 'refuse' }))).toBe('name_taken')
      expect(await allFiles(files, record)).toEqual([file, other])
      expect(await method(expecting(file), 'a.txt', ada, { ifTaken: 'refuse' })).toEqual(file)
      expect((await method(expecting(file), 'b.txt', ada)).name).toBe('b (2).txt')
    })

    test('[S12] names that differ in case or in how their accents are written are different names', async () => {
      const { files, record, file, method } = await renamable()
      await someFile(given(), record, 'A.txt', 'other')
      await someFile(given(), record, 'caf\u00e9.txt', 'composed')
      const renamed = await method(expecting(file), 'cafe\u0301.txt', ada, { ifTaken: 'refuse' })
      expect(renamed.name).toBe('cafe\u0301.txt')
      const again = await method(expecting(renamed), 'a.txt', ada, { ifTaken: 'refuse' })
      expect((await allFiles(files, record)).map(({ name }) => name).toSorted()).toEqual(
        [again.name, 'A.txt', 'caf\u00e9.txt'].toSorted(),
      )
    })

    test('of what is gone fails with not_found', async () => {
      const { files, file, method } = await renamable()
      await files.remove(expecting(file), ada)
      expect(await failureOf(method(expecting(file), 'b.txt', ada))).toBe('not_found')
    })
  })
}

function moveTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  const movable = () => changeable(given(), (files) => files.move?.bind(files))

  describe('move', () => {
    test('puts a file into another folder: the same id and contents, another version', async () => {
      const { files, record, file, method } = await movable()
      const moved = await method(expecting(file), ['Offers'], grace)
      expect(moved).toMatchObject({ id: file.id, name: 'a.txt', folder: ['Offers'], updatedBy: grace })
      expect(moved.version).not.toBe(file.version)
      expect(await bytesOf(files, moved)).toEqual(bytes('old'))
      expect(await allFiles(files, record)).toEqual([moved])
    })

    if (has.conditional)
      test('refuses over a version that is not the current one', async () => {
        const { files, file, method } = await movable()
        await method(expecting(file), ['Offers'], grace)
        expect(await failureOf(method(expecting(file), ['Invoices'], ada))).toBe('precondition_failed')
        expect(await current(files, file)).toMatchObject({ folder: ['Offers'] })
      })

    if (has.upload)
      test('a name that is taken there gets a number, or is refused with name_taken where that is asked', async () => {
        const { files, record, file, method } = await movable()
        await created(files, record, named('a.txt', { folder: ['Offers'] }), await contents('other'))
        expect(await failureOf(method(expecting(file), ['Offers'], ada, { ifTaken: 'refuse' }))).toBe('name_taken')
        expect(await current(files, file)).toEqual(file)
        expect(await method(expecting(file), ['Offers'], ada)).toMatchObject({ name: 'a (2).txt', folder: ['Offers'] })
      })

    test('of what is gone fails with not_found', async () => {
      const { files, file, method } = await movable()
      await files.remove(expecting(file), ada)
      expect(await failureOf(method(expecting(file), ['Offers'], ada))).toBe('not_found')
    })
  })
}
