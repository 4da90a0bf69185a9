import { describe, expect, test } from 'vitest'

import type { RecordKey } from '../../domain/record-ref.ts'
import type { HostFiles } from '../../ports/host-files.ts'
import { bytes, streamOf } from '../bytes.ts'
import { failureOf } from '../failure-of.ts'
import { hashOf } from '../web-sha256.ts'
import type { HostFilesAbilities, HostFilesContractSetup } from './host-files-contract.ts'
import { ada, allFiles, bytesOf, contents, created, expecting, grace, named, someFile } from './steps.ts'

/** New files. */
export function hostCreateTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  if (has.upload) uploadTests(given, has)
  else refusalTests(given)
  if (has.upload && has.copy) copyTests(given)
}

function uploadTests(given: () => HostFilesContractSetup, has: HostFilesAbilities): void {
  const emptyRecord = async () => {
    const { files, newRecord } = given()
    return { files, record: await newRecord() }
  }

  describe('create', () => {
    test('[C2] stores a file and tells what was stored', async () => {
      const { files, record } = await emptyRecord()
      const file = await created(files, record, named('quote.pdf', { actor: grace }), await contents('quote'))
      expect(file).toMatchObject({ record, name: 'quote.pdf', folder: [], sizeBytes: 5, updatedBy: grace })
      expect(file.mediaType).not.toBe('')
      expect(file.contentHash).toBe(has.hash ? await hashOf(bytes('quote')) : null)
      expect(await allFiles(files, record)).toEqual([file])
      expect(await bytesOf(files, file)).toEqual(bytes('quote'))
    })

    test('[C63] takes a file without bytes', async () => {
      const { files, record } = await emptyRecord()
      const file = await created(files, record, named('empty.txt'), await contents(''))
      expect(file.sizeBytes).toBe(0)
      expect(await bytesOf(files, file)).toEqual(bytes(''))
    })

    test('takes contents whose hash nobody knows yet', async () => {
      const { files, record } = await emptyRecord()
      const file = await created(files, record, named('a.txt'), { ...(await contents('a')), contentHash: null })
      expect(await bytesOf(files, file)).toEqual(bytes('a'))
    })

    test('[C51] a name that is taken gets a number', async () => {
      const { files, record } = await emptyRecord()
      for (const text of ['one', 'two', 'three']) await files.create(record, named('a.txt'), await contents(text))
      const names = (await allFiles(files, record)).map((file) => file.name)
      expect(names.toSorted()).toEqual(['a (2).txt', 'a (3).txt', 'a.txt'])
    })

    if (has.createdId) idempotencyTests(emptyRecord)
    else
      test('[C75] a host that does not tell which file it made answers null, and lists the file at once', async () => {
        const { files, record } = await emptyRecord()
        expect(await files.create(record, named('a.txt'), await contents('a'))).toBeNull()
        expect(await allFiles(files, record)).toMatchObject([{ name: 'a.txt', sizeBytes: 1 }])
      })

    test('other bytes than the announced ones are refused with hash_mismatch and never stored', async () => {
      const { files, record } = await emptyRecord()
      const planned = await contents('planned')
      const changed = { ...planned, open: () => streamOf(bytes('changed')) }
      const shorter = { ...planned, contentHash: null, open: () => streamOf(bytes('plan')) }
      expect(await failureOf(files.create(record, named('a.txt'), changed))).toBe('hash_mismatch')
      expect(await failureOf(files.create(record, named('a.txt'), shorter))).toBe('hash_mismatch')
      expect(await allFiles(files, record)).toEqual([])
    })

    test('[C64] a file over the limit of the module is refused with file_too_large', async () => {
      const { files, record } = await emptyRecord()
      const { maxFileBytes } = files.capabilities(record.module)
      const tooLarge = { ...(await contents('x')), sizeBytes: maxFileBytes + 1 }
      expect(await failureOf(files.create(record, named('a.bin'), tooLarge))).toBe('file_too_large')
      expect(await allFiles(files, record)).toEqual([])
    })

    test('that nobody waits for any more fails with cancelled and stores nothing', async () => {
      const { files, record } = await emptyRecord()
      const signal = AbortSignal.abort()
      expect(await failureOf(files.create(record, named('a.txt'), await contents('a'), { signal }))).toBe('cancelled')
      expect(await allFiles(files, record)).toEqual([])
    })
  })
}

function idempotencyTests(emptyRecord: () => Promise<{ readonly files: HostFiles; readonly record: RecordKey }>): void {
  test('[C75] the same idempotency key gives the same file, however often', async () => {
    const { files, record } = await emptyRecord()
    const request = named('a.txt')
    const first = await files.create(record, request, await contents('a'))
    const again = await files.create(record, request, await contents('a'))
    expect(first).not.toBeNull()
    expect(again?.id).toBe(first?.id)
    expect(await allFiles(files, record)).toEqual([first])
  })

  test('[C75] the same idempotency key at the same time gives one file', async () => {
    const { files, record } = await emptyRecord()
    const request = named('a.txt')
    const body = await contents('a')
    const made = await Promise.all([files.create(record, request, body), files.create(record, request, body)])
    expect(new Set(made.map((file) => file?.id)).size).toBe(1)
    expect(await allFiles(files, record)).toHaveLength(1)
  })
}

function refusalTests(given: () => HostFilesContractSetup): void {
  describe('create', () => {
    test('a module without upload refuses with upload_unsupported', async () => {
      const { files, newRecord } = given()
      const refused = files.create(await newRecord(), named('a.txt'), await contents('a'))
      expect(await failureOf(refused)).toBe('upload_unsupported')
    })
  })
}

function copyTests(given: () => HostFilesContractSetup): void {
  describe('createFrom', () => {
    /** A record with a file to copy. */
    const copyable = async () => {
      const { files, newRecord } = given()
      const record = await newRecord()
      const copy = files.createFrom?.bind(files) ?? expect.fail('a module that copies has `createFrom`')
      const source = await someFile(given(), record, 'a.txt', 'contents')
      return { files, record, source, copy }
    }

    test('[C31] makes another file with the same contents', async () => {
      const { files, record, source, copy } = await copyable()
      const file = await copy(record, named('b.txt', { actor: grace }), source)
      expect(file).toMatchObject({ name: 'b.txt', sizeBytes: 8, contentHash: source.contentHash, updatedBy: grace })
      expect(file.id).not.toBe(source.id)
      expect(await bytesOf(files, file)).toEqual(bytes('contents'))
      expect(await allFiles(files, record)).toHaveLength(2)
    })

    test('[C34] copies to another record', async () => {
      const { files, record, source, copy } = await copyable()
      const other = await given().newRecord(record.tenantId)
      await copy(other, named('a.txt'), source)
      expect(await allFiles(files, other)).toMatchObject([{ name: 'a.txt', record: other }])
    })

    test('[C75] the same idempotency key gives the same file', async () => {
      const { files, record, source, copy } = await copyable()
      const request = named('b.txt')
      const first = await copy(record, request, source)
      expect((await copy(record, request, source)).id).toBe(first.id)
      expect(await allFiles(files, record)).toHaveLength(2)
    })

    test('a name that is taken gets a number', async () => {
      const { record, source, copy } = await copyable()
      expect((await copy(record, named('a.txt'), source)).name).toBe('a (2).txt')
    })

    test('of what is gone, or of another tenant, fails with not_found', async () => {
      const { files, record, source, copy } = await copyable()
      expect(await failureOf(copy(await given().newRecord(), named('b.txt'), source))).toBe('not_found')
      await files.remove(expecting(source), ada)
      expect(await failureOf(copy(record, named('b.txt'), source))).toBe('not_found')
    })
  })
}
