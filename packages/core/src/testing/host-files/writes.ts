import { describe, expect, test } from 'vitest'

import type { HostCapabilities, HostFiles } from '../../ports/host-files.ts'
import { bytes, streamOf } from '../bytes.ts'
import { failureOf } from '../failure-of.ts'
import { fresh } from '../shared-setup.ts'
import { hashOf } from '../web-sha256.ts'
import type { HostFilesContractSetup } from './host-files-contract.ts'
import { ada, allFiles, bytesOf, contents, current, expecting, grace, someFile } from './steps.ts'

type Skip = (note?: string) => never
type Ability = 'replace' | 'rename' | 'move'

/** Changes of a file that is there. */
export function hostWriteTests(given: () => HostFilesContractSetup): void {
  /** A file of a module that has a method, and the method. */
  const writable = async <Method>(name: Ability, skip: Skip, methodOf: (files: HostFiles) => Method | undefined) => {
    const { files, newRecord } = given()
    const record = await newRecord()
    const able = files.capabilities(record.module)
    if (!able[name]) skip(`the module has no ${name}`)
    const method = methodOf(files) ?? expect.fail(`a module with ${name} has its method`)
    return { files, able, record, method, file: await someFile(given(), record, 'a.txt', 'old') }
  }
  const replaceable = (skip: Skip) => writable('replace', skip, (files) => files.replace?.bind(files))
  const renamable = (skip: Skip) => writable('rename', skip, (files) => files.rename?.bind(files))
  const movable = (skip: Skip) => writable('move', skip, (files) => files.move?.bind(files))
  /** Goes on only where the host honours expected versions. */
  const onlyConditional = (able: HostCapabilities, skip: Skip): void => {
    if (!able.conditional) skip('the module does not honour versions')
  }
  const change = () => ({ actor: grace, idempotencyKey: fresh('key') })

  describe('replace', () => {
    test('[C6] gives a file new contents: the same id, another version', async ({ skip }) => {
      const { files, able, file, method } = await replaceable(skip)
      const replaced = await method(expecting(file), await contents('newer'), change())
      expect(replaced).toMatchObject({ id: file.id, name: 'a.txt', sizeBytes: 5, updatedBy: grace })
      expect(replaced.version).not.toBe(file.version)
      expect(replaced.contentHash).toBe(able.hash ? await hashOf(bytes('newer')) : null)
      expect(await bytesOf(files, replaced)).toEqual(bytes('newer'))
      expect(await current(files, file)).toEqual(replaced)
    })

    test('[S2] refuses over a version that is not the current one, and leaves the file alone', async ({ skip }) => {
      const { files, able, file, method } = await replaceable(skip)
      onlyConditional(able, skip)
      const edited = await method(expecting(file), await contents('theirs'), change())
      const stale = method(expecting(file), await contents('ours'), change())
      expect(await failureOf(stale)).toBe('precondition_failed')
      expect(await current(files, file)).toEqual(edited)
      expect(await bytesOf(files, edited)).toEqual(bytes('theirs'))
    })

    test('of two at the same time over one version, one fails', async ({ skip }) => {
      const { able, file, method } = await replaceable(skip)
      onlyConditional(able, skip)
      const writes = [await contents('ours'), await contents('theirs')].map((body) =>
        failureOf(method(expecting(file), body, change())),
      )
      const failures = await Promise.all(writes)
      expect(failures).toHaveLength(2)
      expect(failures).toEqual(expect.arrayContaining([null, 'precondition_failed']))
    })

    test('[C75] the same idempotency key writes once', async ({ skip }) => {
      const { files, file, method } = await replaceable(skip)
      const once = change()
      const first = await method(expecting(file), await contents('new'), once)
      expect((await method(expecting(file), await contents('new'), once)).version).toBe(first.version)
      expect((await current(files, file))?.version).toBe(first.version)
    })

    test('other bytes than the announced ones are refused with hash_mismatch', async ({ skip }) => {
      const { files, file, method } = await replaceable(skip)
      const changed = { ...(await contents('planned')), open: () => streamOf(bytes('changed')) }
      expect(await failureOf(method(expecting(file), changed, change()))).toBe('hash_mismatch')
      expect(await bytesOf(files, file)).toEqual(bytes('old'))
    })

    test('[C64] contents over the limit are refused with file_too_large', async ({ skip }) => {
      const { files, able, file, method } = await replaceable(skip)
      const tooLarge = { ...(await contents('x')), sizeBytes: able.maxFileBytes + 1 }
      expect(await failureOf(method(expecting(file), tooLarge, change()))).toBe('file_too_large')
      expect(await bytesOf(files, file)).toEqual(bytes('old'))
    })

    test('of what is gone fails with not_found', async ({ skip }) => {
      const { files, file, method } = await replaceable(skip)
      await files.remove(expecting(file), ada)
      expect(await failureOf(method(expecting(file), await contents('new'), change()))).toBe('not_found')
    })
  })

  describe('rename', () => {
    test('gives a file another name: the same id and contents, another version', async ({ skip }) => {
      const { files, file, method } = await renamable(skip)
      const renamed = await method(expecting(file), 'b.txt', grace)
      expect(renamed).toMatchObject({ id: file.id, name: 'b.txt', contentHash: file.contentHash, updatedBy: grace })
      expect(renamed.version).not.toBe(file.version)
      expect(await bytesOf(files, renamed)).toEqual(bytes('old'))
      expect(await current(files, file)).toEqual(renamed)
    })

    test('refuses over a version that is not the current one', async ({ skip }) => {
      const { files, able, file, method } = await renamable(skip)
      onlyConditional(able, skip)
      await method(expecting(file), 'b.txt', grace)
      expect(await failureOf(method(expecting(file), 'c.txt', ada))).toBe('precondition_failed')
      expect(await current(files, file)).toMatchObject({ name: 'b.txt' })
    })

    test('of what is gone fails with not_found', async ({ skip }) => {
      const { files, file, method } = await renamable(skip)
      await files.remove(expecting(file), ada)
      expect(await failureOf(method(expecting(file), 'b.txt', ada))).toBe('not_found')
    })
  })

  describe('move', () => {
    test('puts a file into another folder: the same id and contents, another version', async ({ skip }) => {
      const { files, record, file, method } = await movable(skip)
      const moved = await method(expecting(file), ['Offers'], grace)
      expect(moved).toMatchObject({ id: file.id, name: 'a.txt', folder: ['Offers'], updatedBy: grace })
      expect(moved.version).not.toBe(file.version)
      expect(await bytesOf(files, moved)).toEqual(bytes('old'))
      expect(await allFiles(files, record)).toEqual([moved])
    })

    test('refuses over a version that is not the current one', async ({ skip }) => {
      const { files, able, file, method } = await movable(skip)
      onlyConditional(able, skip)
      await method(expecting(file), ['Offers'], grace)
      expect(await failureOf(method(expecting(file), ['Invoices'], ada))).toBe('precondition_failed')
      expect(await current(files, file)).toMatchObject({ folder: ['Offers'] })
    })

    test('of what is gone fails with not_found', async ({ skip }) => {
      const { files, file, method } = await movable(skip)
      await files.remove(expecting(file), ada)
      expect(await failureOf(method(expecting(file), ['Offers'], ada))).toBe('not_found')
    })
  })
}
