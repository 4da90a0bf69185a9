import { describe, expect, test } from 'vitest'

import { bytes, streamOf } from '../bytes.ts'
import { failureOf } from '../failure-of.ts'
import { hashOf } from '../web-sha256.ts'
import type { HostFilesContractSetup } from './host-files-contract.ts'
import { ada, allFiles, bytesOf, contents, expecting, grace, named, someFile } from './steps.ts'

/** New files. */
export function hostCreateTests(given: () => HostFilesContractSetup): void {
  /** A new record of a module that takes files. */
  const uploadable = async (skip: (note?: string) => never) => {
    const { files, newRecord } = given()
    const record = await newRecord()
    const able = files.capabilities(record.module)
    return able.upload ? { files, record, able } : skip('the module takes no files')
  }

  describe('create', () => {
    test('[C2] stores a file and tells what was stored', async ({ skip }) => {
      const { files, record, able } = await uploadable(skip)
      const file = await files.create(record, named('quote.pdf', { actor: grace }), await contents('quote'))
      expect(file).toMatchObject({ record, name: 'quote.pdf', folder: [], sizeBytes: 5, updatedBy: grace })
      expect(file.mediaType).not.toBe('')
      expect(file.contentHash).toBe(able.hash ? await hashOf(bytes('quote')) : null)
      expect(await allFiles(files, record)).toEqual([file])
      expect(await bytesOf(files, file)).toEqual(bytes('quote'))
    })

    test('[C63] takes a file without bytes', async ({ skip }) => {
      const { files, record } = await uploadable(skip)
      const file = await files.create(record, named('empty.txt'), await contents(''))
      expect(file.sizeBytes).toBe(0)
      expect(await bytesOf(files, file)).toEqual(bytes(''))
    })

    test('takes contents whose hash nobody knows yet', async ({ skip }) => {
      const { files, record } = await uploadable(skip)
      const file = await files.create(record, named('a.txt'), { ...(await contents('a')), contentHash: null })
      expect(await bytesOf(files, file)).toEqual(bytes('a'))
    })

    test('[C51] a name that is taken gets a number', async ({ skip }) => {
      const { files, record } = await uploadable(skip)
      for (const text of ['one', 'two', 'three']) await files.create(record, named('a.txt'), await contents(text))
      const names = (await allFiles(files, record)).map((file) => file.name)
      expect(names.toSorted()).toEqual(['a (2).txt', 'a (3).txt', 'a.txt'])
    })

    test('[C75] the same idempotency key gives the same file, however often', async ({ skip }) => {
      const { files, record } = await uploadable(skip)
      const request = named('a.txt')
      const first = await files.create(record, request, await contents('a'))
      const again = await files.create(record, request, await contents('a'))
      expect(again.id).toBe(first.id)
      expect(await allFiles(files, record)).toEqual([first])
    })

    test('[C75] the same idempotency key at the same time gives one file', async ({ skip }) => {
      const { files, record } = await uploadable(skip)
      const request = named('a.txt')
      const body = await contents('a')
      const made = await Promise.all([files.create(record, request, body), files.create(record, request, body)])
      expect(new Set(made.map((file) => file.id)).size).toBe(1)
      expect(await allFiles(files, record)).toHaveLength(1)
    })

    test('other bytes than the announced ones are refused with hash_mismatch and never stored', async ({ skip }) => {
      const { files, record } = await uploadable(skip)
      const planned = await contents('planned')
      const changed = { ...planned, open: () => streamOf(bytes('changed')) }
      const shorter = { ...planned, contentHash: null, open: () => streamOf(bytes('plan')) }
      expect(await failureOf(files.create(record, named('a.txt'), changed))).toBe('hash_mismatch')
      expect(await failureOf(files.create(record, named('a.txt'), shorter))).toBe('hash_mismatch')
      expect(await allFiles(files, record)).toEqual([])
    })

    test('[C64] a file over the limit of the module is refused with file_too_large', async ({ skip }) => {
      const { files, record, able } = await uploadable(skip)
      const tooLarge = { ...(await contents('x')), sizeBytes: able.maxFileBytes + 1 }
      expect(await failureOf(files.create(record, named('a.bin'), tooLarge))).toBe('file_too_large')
      expect(await allFiles(files, record)).toEqual([])
    })

    test('that nobody waits for any more fails with cancelled and stores nothing', async ({ skip }) => {
      const { files, record } = await uploadable(skip)
      const signal = AbortSignal.abort()
      expect(await failureOf(files.create(record, named('a.txt'), await contents('a'), { signal }))).toBe('cancelled')
      expect(await allFiles(files, record)).toEqual([])
    })

    test('a module without upload refuses with upload_unsupported', async ({ skip }) => {
      const { files, newRecord } = given()
      const record = await newRecord()
      if (files.capabilities(record.module).upload) skip('the module takes files')
      const refused = files.create(record, named('a.txt'), await contents('a'))
      expect(await failureOf(refused)).toBe('upload_unsupported')
    })
  })

  describe('createFrom', () => {
    /** A new record of a module that copies. */
    const copyable = async (skip: (note?: string) => never) => {
      const host = await uploadable(skip)
      if (!host.able.copy) skip('the module does not copy')
      const copy = host.files.createFrom?.bind(host.files) ?? expect.fail('a module that copies has `createFrom`')
      const source = await someFile(given(), host.record, 'a.txt', 'contents')
      return { ...host, source, copy }
    }

    test('[C31] makes another file with the same contents', async ({ skip }) => {
      const { files, record, source, copy } = await copyable(skip)
      const file = await copy(record, named('b.txt', { actor: grace }), source)
      expect(file).toMatchObject({ name: 'b.txt', sizeBytes: 8, contentHash: source.contentHash, updatedBy: grace })
      expect(file.id).not.toBe(source.id)
      expect(await bytesOf(files, file)).toEqual(bytes('contents'))
      expect(await allFiles(files, record)).toHaveLength(2)
    })

    test('[C34] copies to another record', async ({ skip }) => {
      const { files, record, source, copy } = await copyable(skip)
      const other = await given().newRecord(record.tenantId)
      await copy(other, named('a.txt'), source)
      expect(await allFiles(files, other)).toMatchObject([{ name: 'a.txt', record: other }])
    })

    test('[C75] the same idempotency key gives the same file', async ({ skip }) => {
      const { files, record, source, copy } = await copyable(skip)
      const request = named('b.txt')
      const first = await copy(record, request, source)
      expect((await copy(record, request, source)).id).toBe(first.id)
      expect(await allFiles(files, record)).toHaveLength(2)
    })

    test('a name that is taken gets a number', async ({ skip }) => {
      const { record, source, copy } = await copyable(skip)
      expect((await copy(record, named('a.txt'), source)).name).toBe('a (2).txt')
    })

    test('of what is gone, or of another tenant, fails with not_found', async ({ skip }) => {
      const { files, record, source, copy } = await copyable(skip)
      expect(await failureOf(copy(await given().newRecord(), named('b.txt'), source))).toBe('not_found')
      await files.remove(expecting(source), ada)
      expect(await failureOf(copy(record, named('b.txt'), source))).toBe('not_found')
    })
  })
}
